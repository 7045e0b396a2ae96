terraform {
  required_providers {
    itniotech = {
      source = "itniotech/itniotech"
    }
  }
}

# api_key and api_secret come from ITNIOTECH_API_KEY and ITNIOTECH_API_SECRET.
provider "itniotech" {
  requests_per_second = 10
}
