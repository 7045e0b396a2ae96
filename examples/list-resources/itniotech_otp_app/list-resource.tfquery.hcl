# All applications that have a template: the API cannot list applications.
list "itniotech_otp_app" "all" {
  provider = itniotech
}

# "terraform query" prints a line for each, with its id and its name:
#
# list.itniotech_otp_app.all   id=mRELxtHc   login
