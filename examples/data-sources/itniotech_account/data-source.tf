# The plan fails if too little is left to send messages with.
data "itniotech_account" "this" {
  lifecycle {
    postcondition {
      condition     = self.balance > 5
      error_message = "The account has ${self.balance} left."
    }
  }
}

output "balance" {
  value = data.itniotech_account.this.balance
}

# Outputs:
#
# balance = "1000.0000"
