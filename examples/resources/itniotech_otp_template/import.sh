# The console shows a template's id.
terraform import itniotech_otp_template.login_en 455
