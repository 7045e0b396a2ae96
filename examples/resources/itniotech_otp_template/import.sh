# The data source itniotech_otp_templates lists the ids of all templates.
terraform import itniotech_otp_template.login_en 455

# By name: all that follows "name=" is the name.
terraform import itniotech_otp_template.login_en 'name=login-en'

# By name, where several applications have a template of that name.
terraform import itniotech_otp_template.login_en 'app_id=mRELxtHc,name=login-en'
