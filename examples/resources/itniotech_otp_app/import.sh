# The console shows an application's id; the API cannot list applications.
terraform import itniotech_otp_app.login mRELxtHc
