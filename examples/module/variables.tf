variable "name" {
  description = "The name of the application and of the task flow; the templates add a dash and their language."
  type        = string
  nullable    = false

  validation {
    condition     = length(var.name) >= 4 && length(var.name) <= 24
    error_message = "The name must have 4-24 characters: the API takes 32, and the templates add their language."
  }
}

variable "languages" {
  description = "The messages by language, such as \"en\" or \"pt-br\". In a text, \"##code##\" stands for the code, and \"{minutes}\" for code_expiry. The voice is that of the language, unless voice_language names one of the API's codes, such as \"EN\"."
  type = map(object({
    text           = string
    sender_id      = optional(string)
    voice_language = optional(string)
    speech_rate    = optional(number, 50)
    repeat_count   = optional(number, 2)
    max_duration   = optional(number, 60)
  }))
  nullable = false

  validation {
    condition     = length(var.languages) > 0
    error_message = "A login flow needs one language at least."
  }

  validation {
    condition     = alltrue([for language in keys(var.languages) : can(regex("^[a-z]{2}(-[a-z]{2,4})?$", language))])
    error_message = "A language is written like \"en\" or \"pt-br\"."
  }

  validation {
    condition     = alltrue([for message in values(var.languages) : length(regexall("##code##", message.text)) == 1])
    error_message = "Each text must have \"##code##\" once, where the code goes."
  }
}

variable "code_expiry" {
  description = "How many minutes a code stays valid, 1-60."
  type        = number
  default     = 5
  nullable    = false

  validation {
    condition     = var.code_expiry >= 1 && var.code_expiry <= 60 && floor(var.code_expiry) == var.code_expiry
    error_message = "The code expiry must be a whole number of minutes, 1-60."
  }
}

variable "code_length" {
  description = "How many digits a code has, 4-10."
  type        = number
  default     = 6
  nullable    = false

  validation {
    condition     = var.code_length >= 4 && var.code_length <= 10 && floor(var.code_length) == var.code_length
    error_message = "The code length must be a whole number, 4-10."
  }
}

variable "phone_send_limit" {
  description = "How many messages one phone may be sent in a period. Null is no limit."
  type = object({
    limit  = number
    period = optional(number, 1)
    unit   = optional(string, "hour")
  })
  default = { limit = 5 }

  validation {
    condition     = var.phone_send_limit == null ? true : contains(["day", "hour", "minute", "second"], var.phone_send_limit.unit)
    error_message = "The unit must be day, hour, minute or second."
  }
}

variable "total_send_limit" {
  description = "How many messages all phones together may be sent in a period, so that a runaway client cannot cost a fortune. Null is no limit."
  type = object({
    limit  = number
    period = optional(number, 1)
    unit   = optional(string, "day")
  })
  default = { limit = 10000 }

  validation {
    condition     = var.total_send_limit == null ? true : contains(["day", "hour", "minute", "second"], var.total_send_limit.unit)
    error_message = "The unit must be day, hour, minute or second."
  }
}

variable "fallback" {
  description = "The steps that follow if a code does not arrive or is not entered. An empty list makes no task flow."
  type = list(object({
    channel        = string
    trigger        = optional(string, "unverified")
    waiting_time   = optional(number, 60)
    switch_channel = optional(bool, true)
  }))
  default  = [{ channel = "call" }]
  nullable = false

  validation {
    condition     = alltrue([for step in var.fallback : step.waiting_time >= 30 && step.waiting_time <= 120])
    error_message = "A step waits 30-120 seconds."
  }
}

variable "max_sms_segments" {
  description = "How many SMS segments a message may take. Segments are what is charged."
  type        = number
  default     = 1
  nullable    = false
}

variable "deletion_policy" {
  description = "What becomes of the objects when they are destroyed: \"ABANDON\", \"RETIRE\" or \"PREVENT\". Null leaves it to the provider."
  type        = string
  default     = null

  validation {
    condition     = var.deletion_policy == null ? true : contains(["ABANDON", "RETIRE", "PREVENT"], var.deletion_policy)
    error_message = "The deletion policy must be ABANDON, RETIRE or PREVENT."
  }
}
