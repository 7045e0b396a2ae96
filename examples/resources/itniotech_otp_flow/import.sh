# The console shows a task flow's id.
terraform import itniotech_otp_flow.fallback 31

# By name: all that follows "name=" is the name.
terraform import itniotech_otp_flow.fallback 'name=fallback'
