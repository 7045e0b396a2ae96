terraform {
  required_providers {
    itniotech = {
      source = "itniotech/itniotech"
    }
  }
}
