self.siteSearch=[
{{ range site.RegularPages -}}
{{- $headings := slice -}}
{{- range .Fragments.Headings }}{{ range .Headings }}{{ $headings = $headings | append .Title }}{{ range .Headings }}{{ $headings = $headings | append .Title }}{{ end }}{{ end }}{{ end -}}
{{ jsonify (slice .RelPermalink .Title .Description $headings) }},
{{ end -}}
];
