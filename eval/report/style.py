"""How the report looks; language and filter are switched by style alone, so that no script is needed."""

from eval.outcomes import OUTCOMES


def slug(outcome: str) -> str:
    """Returns an outcome as a class name.

    >>> slug("both right")
    'both-right'
    """
    return outcome.replace(" ", "-")


_FILTERS = "\n".join(
    f"#only-{slug(one)}:checked ~ main article:not(.{slug(one)}) {{ display: none; }}" for one in OUTCOMES
)
_CHOSEN = ", ".join(
    f'#{one}:checked ~ nav label[for="{one}"]'
    for one in ("zh", "en", "only-all", *(f"only-{slug(o)}" for o in OUTCOMES))
)

STYLE = f"""
:root {{ color-scheme: light; }}
body {{ font: 16px/1.6 system-ui, "Noto Sans TC", "PingFang TC", "Microsoft JhengHei", "Noto Sans CJK TC", sans-serif;
  margin: 0 auto; max-width: 78rem; padding: 0 1.2rem 4rem; color: #1b1f24; }}
h1 {{ font-size: 1.7rem; margin: 1.2rem 0 .4rem; }} h2 {{ font-size: 1.25rem; margin: 2.4rem 0 .5rem; }}
h3 {{ font-size: 1rem; margin: 0; }} h4 {{ font-size: .85rem; margin: 0 0 .2rem; color: #57606a; }}
small, caption, .note {{ color: #57606a; }} p {{ margin: .3rem 0; }}
input.switch {{ position: absolute; opacity: 0; }}
nav {{ position: sticky; top: 0; background: #fff; border-bottom: 1px solid #d8dee4; padding: .5rem 0; z-index: 1;
  display: flex; flex-wrap: wrap; gap: .4rem 1.4rem; }}
nav label {{ cursor: pointer; border: 1px solid #d8dee4; border-radius: 1rem; padding: .1rem .8rem;
  font-size: .85rem; }}
{_CHOSEN} {{ background: #1f4e8c; border-color: #1f4e8c; color: #fff; }}
input.switch:focus-visible ~ nav {{ outline: 2px solid #1f4e8c; }}
#zh:checked ~ * .e, #en:checked ~ * .z {{ display: none; }}
{_FILTERS}
.verdict {{ border-left: .4rem solid #8c959f; background: #f6f8fa; padding: .8rem 1.1rem; font-size: 1.1rem; }}
.verdict.better {{ border-color: #1a7f37; }} .verdict.worse {{ border-color: #cf222e; }}
table {{ border-collapse: collapse; width: 100%; margin: .6rem 0; font-size: .9rem; }}
caption {{ text-align: left; padding-bottom: .3rem; }}
th, td {{ border-bottom: 1px solid #d8dee4; padding: .3rem .6rem .3rem 0; text-align: left; vertical-align: top; }}
svg {{ max-width: 100%; height: auto; display: block; margin: .6rem 0; }} svg text {{ font-size: 13px; fill: #1b1f24; }}
article {{ border: 1px solid #d8dee4; border-left-width: .35rem; border-radius: .4rem; padding: .7rem 1rem;
  margin: .8rem 0; }}
article.regressed {{ border-left-color: #cf222e; }} article.fixed {{ border-left-color: #1a7f37; }}
article.both-right {{ border-left-color: #8fd19e; }} article.both-wrong {{ border-left-color: #d4a72c; }}
.badge {{ font-size: .75rem; border-radius: 1rem; padding: 0 .6rem; background: #eaeef2; margin-left: .5rem; }}
.side {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(19rem, 1fr)); gap: .9rem; margin: .6rem 0; }}
.side section {{ border-top: .2rem solid #d8dee4; padding-top: .4rem; }}
.side .yes {{ border-color: #1a7f37; }} .side .no {{ border-color: #cf222e; }}
blockquote {{ background: #f6f8fa; border-left: .2rem solid #d4a72c; margin: .4rem 0; padding: .3rem .7rem;
  font-size: .88rem; white-space: pre-line; }}
cite {{ font-style: normal; font-weight: 600; display: block; }} mark {{ background: #fff3b0; padding: 0 .1em; }}
details > div {{ white-space: pre-line; font-size: .88rem; padding: .2rem 0 .4rem 1rem; }}
summary {{ cursor: pointer; }}
.missing {{ color: #a40e26; }}
@media print {{ nav {{ display: none; }} article {{ break-inside: avoid; }} }}
"""
