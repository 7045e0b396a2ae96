# The id is the app_id that your backend sends with. The API cannot list applications.
terraform import itniotech_otp_app.login mRELxtHc
