# All task flows whose name begins like this.
list "itniotech_otp_flow" "fallback" {
  provider = itniotech

  config {
    name_prefix = "fallback-"
  }
}

# "terraform query" prints a line for each, with its id and its name:
#
# list.itniotech_otp_flow.fallback   id=31   fallback-call
