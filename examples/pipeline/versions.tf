terraform {
  required_version = ">= 1.10" # use_lockfile of the S3 backend

  required_providers {
    itniotech = {
      source = "itniotech/itniotech"
    }
  }
}

# The credentials come from ITNIOTECH_API_KEY and ITNIOTECH_API_SECRET. What
# production depends on is not to be destroyed by a merge.
provider "itniotech" {
  deletion_policy = "PREVENT"
}
