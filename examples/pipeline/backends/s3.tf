# For GitHub: copy this to backend.tf. The bucket should be versioned.
terraform {
  backend "s3" {
    bucket       = "example-terraform-state"
    key          = "otp/terraform.tfstate"
    region       = "eu-central-1"
    encrypt      = true
    use_lockfile = true
  }
}
