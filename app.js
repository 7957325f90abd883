// Look %d: a script that changes runs, so that choosing a quote again scrolls to it again.
(() => {
  let tries = 60;
  let steady = 0;
  const isSeen = (mark, body) => {
    const { top } = mark.getBoundingClientRect();
    const frame = body.getBoundingClientRect();
    const line = top + 24;
    return top >= frame.top - 1 && line <= frame.bottom && top >= 0 && line <= window.innerHeight;
  };
  const scroll = (mark, body) => {
    body.scrollTop += mark.getBoundingClientRect().top - body.getBoundingClientRect().top - body.clientHeight / 3;
    document.querySelector(".st-key-article").scrollIntoView({ block: "nearest" });
    mark.scrollIntoView({ block: "nearest" });
  };
  // The page is still being drawn: what was scrolled may be drawn again, or grow; so it is looked at until it stays.
  const look = () => {
    const mark = document.querySelector(".%s");
    const body = mark && mark.closest(".cd-body");
    if (body && isSeen(mark, body)) steady += 1;
    else if (body) {
      steady = 0;
      scroll(mark, body);
    }
    if (steady < 4 && tries--) setTimeout(look, 50);
  };
  look();
})();
