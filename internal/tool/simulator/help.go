package simulator

// help fits a screen. A test holds it to the flags.
const help = `Usage: terraform-provider-itniotech simulator [FLAG]... [-- COMMAND...]

Serves the OTP API from memory: while COMMAND runs, or until Ctrl-C. Nothing is
sent to any phone: messages are printed with their codes, and this machine reads
them at GET /_simulator/outbox. POST /_simulator/advance?by=60s moves the clock,
for deliveries, task flows, expiry and limits. COMMAND finds the account in
ITNIOTECH_API_KEY, ITNIOTECH_API_SECRET and ITNIOTECH_BASE_URL, and gets the
simulator's signals.

Exit code: that of COMMAND, as a shell gives it; 126 if it cannot be run, 127 if
there is none; 1 if the simulator fails, 2 for wrong arguments.

  -state FILE           start with the objects of a state: FILE has what
                        "terraform show -json" prints
  -quiet                print no messages
  -listen ADDRESS       default 127.0.0.1:8480, with a COMMAND any free port
  -allow-remote         listen on an address that other machines can reach
  -api-key KEY          default test-api-key
  -api-secret SECRET    default test-api-secret
  -max-apps N           how many applications the account may hold
  -balance AMOUNT       what the account has at first, default 1000
  -timestamp-window D   how far timestamps may be off, default 30m
  -delivery-time D      how long a message takes to its phone, default 0s
  -undeliverable CH     messages over sms, call or sna fail; may be repeated

What the API's documentation leaves open (the first value is the default):
  -unknown-id           refused, null-data, missing: the answer to an unknown id
  -page-size N          a list has only its first N objects
  -name-scope           per-account, per-application: uniqueness of names
  -update-mode          replaces, merges: what becomes of fields left out
  -disabled-limit       nulls, zeros, empty-object, null, absent, last-numbers
  -record               beside, inside, array, object: the form of a record
  -balance-path         documented, swapped: where the balance is
  -list                 array, wrapped, uncounted: what a list is
  -empty-list           like-others, null, object, missing
  -list-rows            whole, sparse, lone-id: what a list tells of an object
Switches, all off: -names-ignore-case, -names-ignore-blanks, -omit-date,
  -trim-text, -refuse-repeated-signature (one request each), -order-record-id,
  -status-as-number, -sparse-writes (the id alone), -numbers-as-text,
  -failures-as-http (HTTP 400), -decompose-text (NFD)
`
