package otp

import (
	"context"
	"errors"
	"time"
)

// lateAnswer is how long what a lost call made may take to show.
const lateAnswer = 3 * time.Second

// LookTwice looks for what became of a call whose answer was lost, and looks
// again unless that is over. The API may be late in carrying out what it did
// not answer. It returns why the last look failed.
func (c *Client) LookTwice(ctx context.Context, look func() (isOver bool, err error)) error {
	isOver, err := look()
	if isOver {
		return err
	}
	if interrupt := c.Sleep(ctx, lateAnswer); interrupt != nil {
		return errors.Join(err, interrupt)
	}
	_, err = look()
	return err
}
