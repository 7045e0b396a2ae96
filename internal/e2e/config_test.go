package e2e

import "fmt"

const (
	addApp       = "/app/add"
	updateApp    = "/app/update/{appId}"
	appDetails   = "/app/details/{appId}"
	addTemplate  = "/template/add"
	listTemplate = "/template/list"
)

// app is the configuration of one application.
func app(label, name string) string {
	return fmt.Sprintf("resource \"itniotech_otp_app\" %q {\n  name = %q\n}\n", label, name)
}

// template is the configuration of one template, of the application that is labeled login.
func template(label, name string) string {
	return fmt.Sprintf(`
resource "itniotech_otp_template" %q {
  app_id = itniotech_otp_app.login.id
  name   = %q
  text   = "##code## is your code."
}
`, label, name)
}
