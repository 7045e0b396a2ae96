data "itniotech_account" "this" {
  lifecycle {
    postcondition {
      condition     = self.balance > 5
      error_message = "The account has ${self.balance} left: too little to send messages with."
    }
  }
}

output "balance" {
  value = data.itniotech_account.this.balance
}
