/** The one stylesheet of every page: system fonts, light and dark by what the visitor prefers, no image. */
export const STYLE = `:root{color-scheme:light dark;--edge:1px solid var(--line);--rim:1px solid var(--field);--mono:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;--ground:#efe4d0;--card:#fffaf0;--stub:#f8edd9;--ink:#2a2018;--soft:#655443;--line:#d3c1a2;--field:#8d7658;--accent:#8c2f39;--on-accent:#fffaf0;--hover:#74242d;--second:#1d5a56;--alarm:#9a1b1b;--alarm-ground:#fdeae4;--notice:#6a4a00;--notice-ground:#fdf1cf}
@media (prefers-color-scheme:dark){:root{--ground:#16110d;--card:#251d17;--stub:#2e241c;--ink:#f3e8d7;--soft:#c5b39b;--line:#4c3d30;--field:#8f7a62;--accent:#e58f8a;--on-accent:#2a1210;--hover:#f0a9a4;--second:#7fc9bf;--alarm:#ffb4a8;--alarm-ground:#431713;--notice:#f2d38a;--notice-ground:#3a2c0c}}
*{box-sizing:border-box}
html{font:100%/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;background:var(--ground);color:var(--ink);-webkit-text-size-adjust:100%}
body{margin:0;min-height:100vh;display:flex;flex-direction:column}
h1,h2,.brand{font-family:ui-serif,Georgia,"Times New Roman",serif;line-height:1.2;text-wrap:balance}
h1{font-size:1.65rem;margin:0 0 .5rem}
h2{font-size:1.1rem;margin:0 0 .5rem}
p{margin:0 0 1rem}
a{color:var(--second);text-underline-offset:.2em}
code,.code{font-family:var(--mono)}
:focus-visible{outline:3px solid var(--second);outline-offset:2px}
.top,.foot{width:100%;max-width:34rem;margin:0 auto;padding:1rem 1.25rem}
.top{display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:baseline;justify-content:space-between}
.brand{margin:0;font-size:1.15rem;font-weight:700}
.tag{margin:0;font-size:.875rem;color:var(--soft)}
.foot{margin-top:auto;font-size:.875rem;color:var(--soft)}
.foot p{margin:0}
main{width:100%;max-width:34rem;margin:0 auto;padding:0 1.25rem 1.5rem}
.ticket{position:relative;overflow:hidden;background:var(--card);border:var(--edge);border-radius:1rem;padding:1.75rem 1.5rem 1.5rem}
.ticket::before{content:"";position:absolute;inset:0 0 auto;height:.5rem;background:radial-gradient(circle at .5rem 0,var(--ground) .3rem,transparent .34rem) 0 0/1rem .5rem repeat-x}
.stub{position:relative;margin:1.5rem -1.5rem -1.5rem;padding:1.5rem;background:var(--stub);border-top:2px dashed var(--line)}
.stub::before,.stub::after{content:"";position:absolute;top:-.75rem;width:1.4rem;height:1.4rem;border:var(--edge);border-radius:50%;background:var(--ground)}
.stub::before{left:-.75rem}
.stub::after{right:-.75rem}
.bars{height:1.75rem;margin-top:1.25rem;opacity:.7;background:repeating-linear-gradient(90deg,var(--ink) 0 2px,transparent 2px 5px,var(--ink) 5px 6px,transparent 6px 8px,var(--ink) 8px 11px,transparent 11px 15px)}
.ticket>p:last-child,.stub>p:last-child{margin-bottom:0}
.soft{color:var(--soft)}
.small{font-size:.875rem}
.facts{display:grid;grid-template-columns:auto 1fr;gap:.35rem 1rem;margin:0 0 1rem}
.facts dt{color:var(--soft)}
.facts dd{margin:0;overflow-wrap:anywhere;font-weight:600}
.notice,.alarm{border-left:.3rem solid;padding:.75rem 1rem;border-radius:.5rem;margin:0 0 1rem}
.notice{background:var(--notice-ground);color:var(--notice)}
.alarm{background:var(--alarm-ground);color:var(--alarm)}
.alarm>:last-child,.notice>:last-child{margin-bottom:0}
.alarm .facts dt{color:inherit}
label{display:block;font-weight:600;margin:0 0 .25rem}
input:not([type=checkbox]):not([type=hidden]),select{width:100%;min-height:2.75rem;padding:.5rem .75rem;font:inherit;color:inherit;background:var(--card);border:var(--rim);border-radius:.5rem}
input[id][name][aria-invalid=true]{border-color:var(--alarm);border-width:2px}
.field{margin:0 0 1rem}
.field small{display:block;color:var(--soft);margin-top:.25rem;font-size:.875rem}
input.code{font-size:1.6rem;letter-spacing:.35em;text-transform:uppercase;text-align:center;max-width:14rem}
.check{display:flex;gap:.75rem;align-items:center;min-height:2.75rem;font-weight:600;margin:0 0 .75rem}
.check input{width:1.4rem;height:1.4rem;flex:none;margin:0;accent-color:var(--accent)}
.check label{flex:1;margin:0;padding:.5rem 0}
button,.button{display:inline-flex;align-items:center;justify-content:center;min-height:2.75rem;padding:.5rem 1.25rem;font:inherit;font-weight:600;border:var(--rim);border-radius:.5rem;background:transparent;color:var(--ink);cursor:pointer;text-decoration:none}
button:hover,.button:hover{background:var(--stub)}
.main{background:var(--accent);border-color:var(--accent);color:var(--on-accent)}
.main:hover{background:var(--hover);border-color:var(--hover)}
.row{display:flex;flex-wrap:wrap;gap:.75rem;margin:0}
.row>*{flex:1 1 8rem}
.people{list-style:none;margin:0 0 .5rem;padding:0;display:grid;gap:.5rem}
.people button{width:100%;justify-content:flex-start;gap:.85rem;padding:.5rem .75rem;text-align:left;background:var(--card)}
.people button:hover{border-color:var(--accent)}
.people span span{display:block;font-weight:400;color:var(--soft);font-size:.875rem;overflow-wrap:anywhere}
.face{flex:none;display:grid;place-items:center;width:2.25rem;height:2.25rem;border-radius:50%;background:var(--second);color:var(--card);font-weight:700}
.who{display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:center;justify-content:space-between;margin:0 0 1rem}
.who p{margin:0}
.plain{border-color:transparent;padding:.5rem;margin:0 calc(-.5rem - 1px);color:var(--second);text-decoration:underline;text-underline-offset:.2em}
summary{cursor:pointer;min-height:2.75rem;display:flex;align-items:center;font-weight:600}
summary::before{content:"+";display:inline-block;width:1.25rem;color:var(--soft)}
details[open] summary::before{content:"\\2212"}
[hidden]{display:none}
@media (max-width:26rem){main,.top,.foot{padding-left:.75rem;padding-right:.75rem}.ticket{padding:1.5rem 1rem 1rem}.stub{margin:1.25rem -1rem -1rem;padding:1.25rem 1rem}}
@media (prefers-reduced-motion:no-preference){button,.button{transition:background .12s,border-color .12s}}
@media (forced-colors:active){.bars{forced-color-adjust:none}}
`;
