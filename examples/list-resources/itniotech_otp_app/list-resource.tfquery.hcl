# All applications that have a template: the API cannot list applications.
list "itniotech_otp_app" "all" {
  provider = itniotech
}
