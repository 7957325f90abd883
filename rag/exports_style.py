"""How exported pages look: on a screen, light or dark, and on paper, where nothing that belongs together is parted."""

STYLE = """
:root { color-scheme: light dark; --ink: #1c1c1c; --paper: #fff; --mute: #5c5c5c; --line: #c9ced6; --link: #1a4f86 }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8e8e8; --paper: #16181d; --mute: #a8adb6; --line: #454b57; --link: #9cc4f0 }
}
body { font: 16px/1.55 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem;
  color: var(--ink); background: var(--paper); overflow-wrap: anywhere }
h1 { font-size: 1.05rem; color: var(--mute); margin: 0 }
h2 { font-size: 1.35rem; line-height: 1.3; margin: .3rem 0 .6rem }
h3 { font-size: 1rem; margin: 1.3rem 0 .4rem }
p { margin: .5rem 0 }
a { color: var(--link) }
bdi { unicode-bidi: isolate }
section + section { margin-top: 2.5rem; padding-top: 1.5rem; border-top: 1px solid var(--line) }
nav { margin-bottom: 2rem }
nav li { margin: .4rem 0 }
.said, .dispute, blockquote { white-space: pre-wrap }
.dispute { border-left: 3px solid #d1495b; padding-left: .7rem; font-size: .93rem }
.remark, .where, footer { color: var(--mute); font-size: .9rem }
.label { display: inline-block; padding: .05rem .6rem; border-radius: 1rem; font-weight: 600; font-size: .9rem;
  color: #fff; background: #57606a; print-color-adjust: exact; -webkit-print-color-adjust: exact }
.label.supported { background: #1a7f37 }
.label.refuted { background: #b42318 }
.label.disputed { background: #8a5a00 }
.cited { list-style: none; padding: 0; margin: 0 }
.cited > li { padding: .1rem 0 .1rem .8rem; margin: 0 0 .9rem; border-left: 4px solid var(--line) }
.cited > li.supports { border-color: #1a7f37 }
.cited > li.refutes { border-color: #b42318 }
.cited p, blockquote { margin: .1rem 0 }
footer { margin-top: 2.5rem; border-top: 1px solid var(--line); padding-top: .6rem }
@page {
  margin: 18mm 17mm 20mm;
  @bottom-right { content: counter(page) " / " counter(pages); font: 9pt sans-serif; color: #5c5c5c }
}
@media print {
  :root { color-scheme: light; --ink: #000; --paper: #fff; --mute: #444; --line: #b5b5b5; --link: #000 }
  body { font-size: 10.5pt; max-width: none; margin: 0; padding: 0 }
  a { text-decoration: none }
  nav { break-after: page }
  h1, h2, h3, .verdict { break-after: avoid }
  section + section, p, .cited > li, footer { break-inside: avoid }
  section + section { border-top: 0 }
  p, blockquote { orphans: 3; widows: 3 }
}
"""
