locals {
  texts = {
    plain = "##code## is your login code. Don't share it."
    curly = "##code## is your login code. Don’t share it."
  }
}

# What each text takes with a code of 6 characters, before a template has it.
output "sms" {
  value = { for name, text in local.texts : name => provider::itniotech::sms_segments(text, 6) }
}

# Outputs:
#
# sms = {
#   "curly" = {
#     "characters" = 42
#     "encoding" = "UCS-2"
#     "segments" = 1
#     "ucs2_characters" = [
#       "’ (U+2019)",
#     ]
#   }
#   "plain" = {
#     "characters" = 42
#     "encoding" = "GSM-7"
#     "segments" = 1
#     "ucs2_characters" = []
#   }
# }
