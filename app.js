// Look %d: a script that changes runs, so that choosing a quote again scrolls to it again.
(() => {
  const HEAD_PX = 56;
  let tries = 60;
  let steady = 0;
  let last = null;
  const mine = (window.cdLook = {});
  const stop = () => (tries = 0);
  for (const moved of ["wheel", "touchmove", "pointerdown"]) window.addEventListener(moved, stop, { once: true });
  const isSeen = (mark, body) => {
    const { top } = mark.getBoundingClientRect();
    const frame = body ? body.getBoundingClientRect() : { top: HEAD_PX, bottom: window.innerHeight };
    const line = top + 24;
    return top >= frame.top - 1 && line <= frame.bottom && top >= 0 && line <= window.innerHeight;
  };
  const scroll = (mark, body) => {
    body.scrollTop += mark.getBoundingClientRect().top - body.getBoundingClientRect().top - body.clientHeight / 3;
    const block = window.innerWidth <= 640 ? "start" : "nearest";
    document.querySelector(".st-key-article").scrollIntoView({ block });
    if (!isSeen(mark, body)) mark.scrollIntoView({ block: "nearest" });
  };
  // A chat is scrolled to its end by Streamlit, until it is moved while it rests: so a question waits for that.
  const scrollChat = (mark) => {
    const { top } = mark.getBoundingClientRect();
    if (top === last) mark.scrollIntoView({ block: "start" });
    last = top;
  };
  // The page is still being drawn: what was scrolled may be drawn again, or grow; so it is looked at until it stays.
  const look = () => {
    if (window.cdLook !== mine) return;
    const mark = document.querySelector(".%s");
    const body = mark && mark.closest(".cd-body");
    if (mark && isSeen(mark, body)) steady += 1;
    else if (mark) {
      steady = 0;
      body ? scroll(mark, body) : scrollChat(mark);
    }
    if (steady < 4 && tries-- > 0) setTimeout(look, body ? 50 : 200);
  };
  look();
})();
