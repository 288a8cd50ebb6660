package io.reverie.examples.report;

/** The style sheet of a {@link Page}; the charts' own is {@link Theme#css()}. */
final class PageStyle {
  // Neither < nor & may occur: the page is XML too, where a style element is ordinary text.
  // What slides sideways has a shadow at the side where there is more (the "local" covers hide it).
  static final String CSS =
      """
      *{box-sizing:border-box}
      html{color-scheme:light dark;background:var(--paper);color:var(--ink);\
      -webkit-text-size-adjust:100%;text-size-adjust:100%}
      body{margin:0;font:400 1.0625rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,\
      "Helvetica Neue",Arial,sans-serif}
      main{max-width:56rem;margin:0 auto;padding:clamp(2.5rem,7vw,5.5rem) 1.5rem 4rem}
      h1{font-size:clamp(1.9rem,1.4rem + 2.4vw,2.9rem);line-height:1.12;font-weight:650;\
      letter-spacing:-.022em;margin:0 0 1.1rem;text-wrap:balance;max-width:22em}
      h2{font-size:1.5rem;line-height:1.25;font-weight:620;letter-spacing:-.012em;\
      margin:0 0 .9rem;text-wrap:balance}
      p{margin:0 0 1rem;max-width:41rem;text-wrap:pretty}
      .lead{font-size:clamp(1.1rem,1rem + .55vw,1.3rem);line-height:1.5;color:var(--muted);\
      margin-bottom:1.6rem}
      a{color:inherit;text-decoration-color:var(--axis);text-underline-offset:.22em}
      a:hover{text-decoration-color:currentColor}
      a:focus-visible,.sliding:focus-visible{outline:2px solid var(--blue);outline-offset:3px}
      nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.35rem 1.5rem;margin:0;padding:0;\
      font-size:.9375rem}
      nav a{color:var(--muted);text-decoration:none}
      nav a:hover{color:var(--ink);text-decoration:underline}
      .links{list-style:none;margin:1.4rem 0;padding:0}
      .links li{padding:.6rem 0;border-bottom:1px solid var(--grid)}
      .links span{display:block;color:var(--muted);font-size:.9375rem;line-height:1.45}
      section{margin-top:4rem;padding-top:1.6rem;border-top:1px solid var(--grid)}
      figure{margin:2.4rem 0 3rem;break-inside:avoid}
      figure:last-child{margin-bottom:0}
      figcaption{max-width:41rem;margin-bottom:1.15rem;font-size:.9375rem;line-height:1.5}
      figcaption strong{display:block;font-weight:620;font-size:1.0625rem}
      figcaption span{color:var(--muted)}
      .chart{width:100%;height:auto;overflow:visible}
      .narrow{display:none;max-width:30rem}
      .facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));\
      gap:1.5rem 2rem;margin:2rem 0 2.4rem}
      .facts div{display:flex;flex-direction:column-reverse;justify-content:flex-end}
      .facts dt{color:var(--muted);font-size:.9375rem;line-height:1.4}
      .facts dd{margin:0;font-size:2.1rem;line-height:1.2;font-weight:600;\
      letter-spacing:-.02em;font-variant-numeric:tabular-nums}
      .sliding{overflow-x:auto;background:\
      linear-gradient(90deg,var(--paper) 40%,transparent) left/2rem 100% no-repeat local,\
      linear-gradient(270deg,var(--paper) 40%,transparent) right/2rem 100% no-repeat local,\
      linear-gradient(90deg,var(--veil),transparent) left/.5rem 100% no-repeat,\
      linear-gradient(270deg,var(--veil),transparent) right/.5rem 100% no-repeat}
      table{border-collapse:collapse;width:100%;font-size:.9375rem;line-height:1.4;\
      font-variant-numeric:tabular-nums}
      th,td{padding:.55rem 0 .55rem 1.5rem;text-align:left;vertical-align:baseline;\
      border-bottom:1px solid var(--grid)}
      th:first-child{padding-left:0}
      th{font-weight:400}
      thead th{color:var(--muted);font-size:.875rem;border-bottom-color:var(--axis);\
      vertical-align:bottom}
      .numeric{text-align:right;white-space:nowrap}
      thead .numeric{white-space:normal}
      tr.strong th,tr.strong td{font-weight:620}
      .strip{display:grid;gap:.9rem .6rem;align-items:start;\
      grid-template-columns:max-content repeat(var(--columns),minmax(3.25rem,5.5rem));\
      padding:1px}
      .strip-label{color:var(--muted);font-size:.875rem;line-height:1.35;max-width:8rem;\
      padding:.2rem .8rem 0 0}
      .tile{min-width:0;font-size:.75rem;line-height:1.3;color:var(--muted);\
      overflow-wrap:break-word;text-align:center}
      .tile img{display:block;width:100%;height:auto;image-rendering:pixelated;\
      border-radius:3px;margin-bottom:.3rem;box-shadow:0 0 0 1px var(--grid)}
      pre{font:.875rem/1.55 ui-monospace,"SF Mono",Menlo,Consolas,monospace;margin:1.2rem 0;\
      padding:.9rem 1.1rem;background:var(--shade);border-radius:6px;overflow-x:auto}
      footer{margin-top:4.5rem;padding-top:1.2rem;border-top:1px solid var(--grid);\
      font-size:.875rem;color:var(--muted)}
      @media screen and (max-width:640px){
      main{padding-left:1.25rem;padding-right:1.25rem}
      .wide{display:none}.narrow{display:block}
      .strip{grid-template-columns:repeat(var(--columns),minmax(3.25rem,5.5rem));column-gap:.4rem}
      .strip-label{grid-column:1/-1;max-width:none;margin-bottom:-.5rem;position:sticky;left:0;\
      justify-self:start}
      .tile{font-size:.6875rem}
      th,td{padding-left:1rem}
      }
      @media print{
      @page{margin:18mm}
      html{color-scheme:light}
      body{font-size:10.5pt}
      main{max-width:none;padding:0}
      nav{display:none}
      .links{list-style:none;margin:1.4rem 0;padding:0}
      .links li{padding:.6rem 0;border-bottom:1px solid var(--grid)}
      .links span{display:block;color:var(--muted);font-size:.9375rem;line-height:1.45}
      section{margin-top:2rem}
      h2,figcaption{break-after:avoid}
      pre{white-space:pre-wrap}
      .sliding{overflow:visible;background:none}
      .strip{grid-template-columns:max-content repeat(var(--columns),minmax(0,5.5rem))}
      .chart .cell,.chart .shade,.tile img,pre{print-color-adjust:exact;\
      -webkit-print-color-adjust:exact}
      }
      """;

  private PageStyle() {}
}
