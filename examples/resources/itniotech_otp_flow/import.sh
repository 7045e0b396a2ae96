# The data source itniotech_otp_flows lists the ids of all task flows.
terraform import itniotech_otp_flow.fallback 31

# By name: all that follows "name=" is the name.
terraform import itniotech_otp_flow.fallback 'name=fallback'
