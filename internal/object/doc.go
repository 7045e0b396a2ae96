// Package object is the life of an object that nothing can delete, for any
// kind. It has the resource, its plans, what becomes of an object that goes, data
// sources, lists, and the sentences about all that. A kind is one value and one
// model, which are where the schema is, in package provider. What the account
// has is in package account, and what plans know of each other in session.
//
// Start with Kind and Model, then with Resource.ModifyPlan; judge says what a
// plan has to say about a name.
package object
