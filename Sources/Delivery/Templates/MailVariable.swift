import Templates

/// What templates of mails may name. Which of them are there for a template tells `MailTemplate`.
enum MailVariable: String, TemplateVariable {
  case language, title, preheader, content, page, recipient, audience, site, reason, unsubscribe
  case logo, width, height
  case underline
  case hasLinks = "has_links"
  case links, number, address, footer
  case rows, tiles, name, value, note
  case isSection = "is_section"
  case isSubsection = "is_subsection"
  case isMinor = "is_minor"
  case isNumbered = "is_numbered"
  case start, items
  case hasHeader = "has_header"
  case header, cells
  case isNumber = "is_number"
  case isLast = "is_last"
  case picture, alternative, caption
  case code
}
