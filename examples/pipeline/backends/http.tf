# For GitLab: copy this to backend.tf. The pipeline sets TF_HTTP_ADDRESS and the like.
terraform {
  backend "http" {}
}
