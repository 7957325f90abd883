// Look %d: a script that changes runs, so that choosing a quote again scrolls to it again.
(() => {
  let tries = 40;
  const look = () => {
    const mark = document.querySelector(".%s");
    if (!mark) {
      if (tries--) setTimeout(look, 50);
      return;
    }
    const body = mark.closest(".cd-body");
    body.scrollTop += mark.getBoundingClientRect().top - body.getBoundingClientRect().top - body.clientHeight / 3;
    document.querySelector(".st-key-article").scrollIntoView({ block: "nearest" });
    mark.scrollIntoView({ block: "nearest" });
  };
  look();
})();
