terraform {
  required_version = ">= 1.3" # optional attributes with defaults

  required_providers {
    itniotech = {
      source = "itniotech/itniotech"
    }
  }
}
