// Package attribute is what the attributes of all resources are made of: whole
// numbers, words for the API's codes, ids, and values as Terraform sends them.
// It knows no resource and makes no call.
//
// Start with Vocabulary, and with vocabularies.go for the words themselves.
package attribute
