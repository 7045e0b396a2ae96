#!/bin/sh
# Applies the configuration of this directory to a copy of the account, which the provider's simulator makes from the
# state. Fails if the apply fails, or if the plan after it is not empty. It needs an initialized directory and no
# credentials of the account, calls no API, and leaves nothing behind.
set -eu

providers=${TF_DATA_DIR:-.terraform}/providers
others=$(find -L "$providers" -mindepth 3 -maxdepth 3 ! -path '*/itniotech/itniotech')
if [ -n "$others" ]; then
  echo "The configuration has other providers, whose changes would be real: $others" >&2
  exit 1
fi
if grep -q '^[[:space:]]*alias[[:space:]]*=' ./*.tf; then
  echo "The configuration has a provider with an alias, which could reach an account for real." >&2
  exit 1
fi
itniotech=$(find -L "$providers" -name 'terraform-provider-itniotech_v*' | sort -V | tail -n 1)

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -R . "$copy/here"
state=$(terraform state pull)
cd "$copy/here"
rm -rf .terraform/terraform.tfstate .terraform/environment terraform.tfstate
unset TF_DATA_DIR TF_WORKSPACE
if [ -n "$state" ]; then
  printf '%s\n' "$state" > terraform.tfstate
fi

# The simulator is reached by the environment, so the configuration must name no other account.
printf 'terraform {\n  backend "local" {}\n}\n' > rehearsal_override.tf
if grep -q '^provider "itniotech"' ./*.tf; then
  printf 'provider "itniotech" {\n  api_key    = null\n  api_secret = null\n  base_url   = null\n}\n' >> rehearsal_override.tf
fi

terraform init -input=false -lockfile=readonly > init.log || { cat init.log >&2; exit 1; }
terraform show -json > state.json
"$itniotech" simulator -state state.json -- sh -c '
  terraform apply -input=false -auto-approve &&
    echo "Rehearsed. The next plan must be empty:" &&
    terraform plan -input=false -detailed-exitcode'
