# All templates.
list "itniotech_otp_template" "all" {
  provider = itniotech
}

# Those of one application whose name begins like this, with all their settings.
list "itniotech_otp_template" "checkout" {
  provider         = itniotech
  include_resource = true
  limit            = 1000

  config {
    app_id      = "mRELxtHc"
    name_prefix = "checkout-"
  }
}

# "terraform query" prints a line for each, with its id and its name:
#
# list.itniotech_otp_template.checkout   id=455   checkout-en
