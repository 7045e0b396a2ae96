# All task flows whose name begins like this.
list "itniotech_otp_flow" "fallback" {
  provider = itniotech

  config {
    name_prefix = "fallback-"
  }
}
