// swift-format-ignore-file
// Made by templates/embed.sh from the files in templates/; edit those.

/// The templates of mails as they stand in the program, by file name.
package enum EmbeddedMailTemplates {
  package static let files: [String: String] = [
    "style.css": ###"""
/* Fonts, sizes and colours of mails. Templates name them as variables: {{accent}}. A workspace's own style.css says only
   what it wants otherwise. Colours are six digits, sizes pixels; what begins with dark_ is for dark screens. */
:root {
  --font: -apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;
  --code_font: Consolas,Menlo,monospace;
  --title_size: 26px;
  --title_line: 32px;
  --heading_size: 20px;
  --heading_line: 26px;
  --number_size: 24px;
  --number_line: 30px;
  --text_size: 16px;
  --text_line: 24px;
  --cell_size: 14px;
  --cell_line: 20px;
  --small_size: 13px;
  --small_line: 18px;
  --background: #ffffff;
  --text_colour: #1c1e21;
  --small_colour: #5a6370;
  --line_colour: #d5d9df;
  --accent: #0b5cad;
  --dark_background: #16181c;
  --dark_text_colour: #e4e6ea;
  --dark_small_colour: #aeb6c2;
  --dark_accent: #7ab8f5;
}

"""###,
    "callout.mustache": ###"""
<table role="presentation" cellpadding="0" cellspacing="0" border="0" width="100%" style="margin:0 0 16px;"><tr><td style="padding:4px 0 0 14px;border-left:3px solid {{accent}};">
<p class="t" style="font-family:{{font}};font-size:{{text_size}};line-height:{{text_line}};color:{{text_colour}};margin:0 0 14px;"><strong>{{title}}</strong></p>
{{#content}}
{{{content}}}
{{/content}}
</td></tr></table>

"""###,
    "code.mustache": ###"""
<pre class="t" style="font-family:{{code_font}};font-size:{{small_size}};line-height:{{small_line}};color:{{text_colour}};margin:0 0 14px;white-space:pre-wrap;">{{code}}</pre>

"""###,
    "dark.mustache": ###"""
@media (prefers-color-scheme: dark) {
.body { background: {{dark_background}} !important; }
.t, .c { color: {{dark_text_colour}} !important; }
.s { color: {{dark_small_colour}} !important; }
.a { color: {{dark_accent}} !important; }
}

"""###,
    "figure.mustache": ###"""
{{#picture}}
<img src="cid:{{picture}}" width="{{width}}" height="{{height}}" alt="{{alternative}}" style="font-family:{{font}};font-size:{{small_size}};line-height:{{small_line}};color:{{small_colour}};display:block;border:0;max-width:100%;height:auto;background:#ffffff;">
{{#caption}}
<p class="s" style="font-family:{{font}};font-size:{{small_size}};line-height:{{small_line}};color:{{small_colour}};margin:6px 0 16px;">{{caption}}</p>
{{/caption}}
{{/picture}}
{{^picture}}
<p class="s" style="font-family:{{font}};font-size:{{small_size}};line-height:{{small_line}};color:{{small_colour}};margin:0 0 14px;"><em>{{alternative}}</em></p>
{{/picture}}

"""###,
    "footer.mustache": ###"""
<p class="s" style="font-family:{{font}};font-size:{{small_size}};line-height:{{small_line}};color:{{small_colour}};margin:24px 0 0;">Sent by Scorebook to {{recipient}}, one of the audience “{{audience}}”{{#site}} of {{site}}{{/site}}.{{#reason}} You get it because of: {{reason}}.{{/reason}}{{#unsubscribe}} <a class="a" href="{{unsubscribe}}" style="color:{{accent}};">Don’t send it any more</a>.{{/unsubscribe}}</p>

"""###,
    "heading.mustache": ###"""
{{#is_section}}
<h2 class="t" style="font-family:{{font}};font-size:{{heading_size}};line-height:{{heading_line}};font-weight:600;color:{{text_colour}};margin:28px 0 8px;">{{{content}}}</h2>
{{/is_section}}
{{#is_subsection}}
<h3 class="t" style="font-family:{{font}};font-size:{{text_size}};line-height:{{text_line}};font-weight:600;color:{{text_colour}};margin:28px 0 8px;">{{{content}}}</h3>
{{/is_subsection}}
{{#is_minor}}
<h4 class="t" style="font-family:{{font}};font-size:{{text_size}};line-height:{{text_line}};font-weight:600;color:{{text_colour}};margin:28px 0 8px;">{{{content}}}</h4>
{{/is_minor}}

"""###,
    "list.mustache": ###"""
{{#is_numbered}}
<ol{{#start}} start="{{start}}"{{/start}} class="t" style="font-family:{{font}};font-size:{{text_size}};line-height:{{text_line}};color:{{text_colour}};margin:0 0 14px 22px;padding:0;">
{{/is_numbered}}
{{^is_numbered}}
<ul class="t" style="font-family:{{font}};font-size:{{text_size}};line-height:{{text_line}};color:{{text_colour}};margin:0 0 14px 22px;padding:0;">
{{/is_numbered}}
{{#items}}
<li style="margin:0 0 6px;">{{{content}}}</li>
{{/items}}
{{#is_numbered}}
</ol>
{{/is_numbered}}
{{^is_numbered}}
</ul>
{{/is_numbered}}

"""###,
    "logo.mustache": ###"""
{{#logo}}
<p class="t" style="margin:0 0 14px;"><img src="cid:{{picture}}" width="{{width}}" height="{{height}}" alt="{{#site}}{{site}}{{/site}}{{^site}}Scorebook{{/site}}" style="display:block;border:0;"></p>
{{/logo}}

"""###,
    "mail.mustache": ###"""
<!DOCTYPE html>
<html lang="{{language}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>{{title}}</title>
<style>
{{> dark}}
</style>
</head>
<body class="body" style="margin:0;padding:0;background:{{background}};">
<div style="display:none;max-height:0;overflow:hidden;">{{preheader}}</div>
<table role="presentation" cellpadding="0" cellspacing="0" border="0" width="100%">
<tr><td align="center" style="padding:16px 10px;">
<table role="presentation" cellpadding="0" cellspacing="0" border="0" width="100%" style="max-width:600px;">
<tr><td align="left">
{{> logo}}
<h1 class="t" style="font-family:{{font}};font-size:{{title_size}};line-height:{{title_line}};font-weight:600;color:{{text_colour}};margin:0 0 14px;">{{title}}</h1>
{{{content}}}
{{> page}}
{{> footer}}
</td></tr></table>
</td></tr></table>
</body>
</html>

"""###,
    "page.mustache": ###"""
{{#page}}
<p class="t" style="font-family:{{font}};font-size:{{text_size}};line-height:{{text_line}};color:{{text_colour}};margin:20px 0;"><a class="a" href="{{page}}" style="color:{{accent}};">The whole report with its data</a></p>
{{/page}}

"""###,
    "paragraph.mustache": ###"""
<p class="t" style="font-family:{{font}};font-size:{{text_size}};line-height:{{text_line}};color:{{text_colour}};margin:0 0 14px;">{{{content}}}</p>

"""###,
    "quote.mustache": ###"""
<table role="presentation" cellpadding="0" cellspacing="0" border="0" width="100%" style="margin:0 0 16px;"><tr><td style="padding:4px 0 0 14px;border-left:3px solid {{line_colour}};">
{{{content}}}
</td></tr></table>

"""###,
    "rule.mustache": ###"""
<hr style="border:0;border-top:1px solid {{line_colour}};margin:20px 0;">

"""###,
    "table.mustache": ###"""
<div style="overflow-x:auto;margin:0 0 16px;">
<table cellpadding="0" cellspacing="0" border="0" width="100%" style="border-collapse:collapse;">
{{#has_header}}
<tr>{{#header}}<th class="c" align="{{#is_number}}right{{/is_number}}{{^is_number}}left{{/is_number}}" valign="top" style="font-family:{{font}};font-size:{{cell_size}};line-height:{{cell_line}};color:{{text_colour}};font-weight:600;padding:6px {{#is_last}}0px{{/is_last}}{{^is_last}}12px{{/is_last}} 6px 0;border-bottom:1px solid {{line_colour}};">{{{content}}}</th>{{/header}}</tr>
{{/has_header}}
{{#rows}}
<tr>{{#cells}}<td class="c" align="{{#is_number}}right{{/is_number}}{{^is_number}}left{{/is_number}}" valign="top" style="font-family:{{font}};font-size:{{cell_size}};line-height:{{cell_line}};color:{{text_colour}};font-weight:400;padding:6px {{#is_last}}0px{{/is_last}}{{^is_last}}12px{{/is_last}} 6px 0;border-bottom:1px solid {{line_colour}};">{{{content}}}</td>{{/cells}}</tr>
{{/rows}}
</table>
</div>

"""###,
    "text.mustache": ###"""
{{title}}
{{underline}}

{{#content}}
{{content}}

{{/content}}
{{#page}}
The whole report with its data:
{{page}}

{{/page}}
{{#links}}
[{{number}}] {{address}}
{{/links}}
{{#has_links}}

{{/has_links}}
{{#footer}}
-- {{! A mail program knows a signature by these dashes and their blank. }}
{{footer}}
{{/footer}}

"""###,
    "text_footer.mustache": ###"""
Sent by Scorebook to {{recipient}}, one of the audience “{{audience}}”{{#site}} of {{site}}{{/site}}.{{#reason}} You get it because of: {{reason}}.{{/reason}}
{{#unsubscribe}}
Don’t send it any more: {{unsubscribe}}
{{/unsubscribe}}

"""###,
    "tiles.mustache": ###"""
{{#rows}}
<table role="presentation" cellpadding="0" cellspacing="0" border="0" width="100%" style="margin:0 0 16px;"><tr>
{{#tiles}}
<td class="tile" width="{{width}}%" valign="top" style="padding:12px 10px 12px 0;border-top:2px solid {{line_colour}};">
<div class="s" style="font-family:{{font}};font-size:{{small_size}};line-height:{{small_line}};color:{{small_colour}};">{{name}}</div>
<div class="t" style="font-family:{{font}};font-size:{{number_size}};line-height:{{number_line}};font-weight:600;color:{{text_colour}};">{{value}}</div>
<div class="s" style="font-family:{{font}};font-size:{{small_size}};line-height:{{small_line}};color:{{small_colour}};">{{note}}</div>
</td>
{{/tiles}}
</tr></table>
{{/rows}}

"""###,
  ]
}
