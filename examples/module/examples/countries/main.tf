terraform {
  required_providers {
    itniotech = {
      source = "itniotech/itniotech"
    }
  }
}

# The credentials come from ITNIOTECH_API_KEY and ITNIOTECH_API_SECRET.
provider "itniotech" {}

locals {
  countries = {
    de = {
      languages = {
        de = { text = "##code## ist Ihr Code. Er gilt {minutes} Minuten." }
        en = { text = "##code## is your code. It is valid for {minutes} minutes." }
      }
      daily = 20000
    }
    sg = {
      languages = {
        en = { text = "##code## is your code. It is valid for {minutes} minutes." }
        zh = { text = "您的验证码是 ##code##，{minutes} 分钟内有效。", speech_rate = 30 }
      }
      daily = 5000
    }
  }
}

# One login flow per country: each has its own limits, and can be switched off without the others.
module "login" {
  source   = "../.." # from elsewhere: its address, with a version
  for_each = local.countries

  name             = "login-${each.key}"
  languages        = each.value.languages
  total_send_limit = { limit = each.value.daily }
}

output "login" {
  description = "What the backend of each country sends codes with."
  value = {
    for country, login in module.login : country => {
      app_id       = login.app_id
      template_ids = login.template_ids
      flow_id      = login.flow_id
    }
  }
}
