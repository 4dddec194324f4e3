/** How the reference looks: one column on a telephone, the contents beside it where there is room; light and dark. */
export const REFERENCE_STYLE = `
:root{color-scheme:light dark;--page:#f4f5f7;--card:#fff;--ink:#16181d;--muted:#555b66;--accent:#0b6bcb;--line:#dcdfe4}
@media (prefers-color-scheme:dark){:root{--page:#15171c;--card:#1e2128;--ink:#e8eaee;--muted:#a5acb8;--accent:#6cb2ff;--line:#3a3f4a}}
*,::before,::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0;background:var(--page);color:var(--ink);font:1rem/1.55 system-ui,-apple-system,"Apple SD Gothic Neo","Noto Sans KR","Noto Sans CJK KR","Malgun Gothic","Nanum Gothic",sans-serif;word-break:keep-all;overflow-wrap:anywhere}
h1,h2,h3,h4,p,ol,ul,dl,dd,pre{margin:0}
a{color:var(--accent)}
a:focus-visible,summary:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.mark{background:#ffe9a8;color:#5a4300;padding:.3rem .75rem;font-size:.8125rem;line-height:1.3;font-weight:600;text-align:center}
header{display:flex;justify-content:space-between;align-items:center;gap:1rem;max-width:78rem;margin:0 auto;padding:.75rem}
h1{font-size:1.375rem}
header a{padding:.6rem 0;white-space:nowrap}
nav,main{padding:0 .75rem}
nav h2{font-size:1rem}
nav ul{list-style:none;padding:0}
nav>ul{display:flex;flex-wrap:wrap;column-gap:1rem}
nav ul ul{display:none}
nav li a{display:block;padding:.3rem 0;text-decoration:none}
nav a:hover{text-decoration:underline}
main>p,.group>p{margin:.5rem 0}
.group{margin-top:2rem}
h2{font-size:1.25rem}
h3{font-size:1.0625rem}
h4{font-size:.875rem;color:var(--muted);margin-top:1rem}
.operation{background:var(--card);border-radius:.75rem;padding:1rem;margin-top:.75rem}
.operation>p{margin-top:.4rem}
.route{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Nanum Gothic Coding",monospace;font-size:.9375rem}
.route b{color:var(--accent)}
code,pre{font:.875em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"Nanum Gothic Coding",monospace}
pre{background:var(--page);border:1px solid var(--line);border-radius:.5rem;padding:.6rem .75rem;margin-top:.35rem;white-space:pre-wrap;overflow-wrap:anywhere;font-size:.8125rem}
.flow{background:var(--card);border-radius:.75rem;padding:.75rem;margin-top:.5rem;max-width:34rem;font-size:.875rem}
.parties{display:flex;justify-content:space-between;padding-bottom:.35rem}
.lanes{display:grid;grid-template-columns:1fr 1fr;margin:0 1.5rem}
.lanes span{min-height:1.75rem;padding:.15rem .25rem;text-align:center;border-left:2px solid var(--line)}
.lanes span:nth-child(even){border-right:2px solid var(--line)}
summary{padding:.35rem 0;color:var(--accent);font-size:.875rem;font-weight:600;cursor:pointer}
details{margin-top:.75rem}
.fields>div{padding:.4rem 0;border-top:1px solid var(--line)}
.fields>div:first-child{border-top:0}
.fields dt{font-weight:600}
.fields em,.small{font-style:normal;font-weight:400;color:var(--muted);font-size:.875rem}
.group>ol{padding-left:1.5rem;margin-top:.5rem}
@media (min-width:900px){
header{padding:1rem 1.5rem}
.columns{display:grid;grid-template-columns:17rem minmax(0,1fr);gap:1.5rem;max-width:78rem;margin:0 auto;padding:0 1.5rem 4rem}
nav,main{padding:0}
nav>ul{display:block}
nav>ul>li{margin-top:.35rem}
nav ul ul{display:block;font-size:.875rem}
nav ul ul a{padding-left:.75rem}
nav{position:sticky;top:0;max-height:100vh;overflow-y:auto;padding:.5rem 0 2rem}
.operation{padding:1.25rem}
.fields>div{display:grid;grid-template-columns:14rem minmax(0,1fr);gap:1rem}
}
@media print{nav,header a{display:none}:root{--page:#fff;--card:#fff;--ink:#000;--muted:#000;--accent:#000}:root,body{color-scheme:only light}}
`
