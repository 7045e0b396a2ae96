import {
  to = itniotech_otp_app.login
  id = "mRELxtHc"
}

import {
  to = itniotech_otp_app.unseen
  id = "unseen12"
}

import {
  to = itniotech_otp_template.login_en
  id = "455"
}

import {
  to = itniotech_otp_template.template_2_登录
  id = "457"
}

import {
  to = itniotech_otp_template.template_458
  id = "458"
}

import {
  to = itniotech_otp_flow.fallback
  id = "31"
}
