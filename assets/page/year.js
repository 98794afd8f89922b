/* The year as it is played: score and list, one after the other; each activity by its place in time. */
const score = (() => {
  const block = document.getElementById("score");
  return block && JSON.parse(block.textContent);
})();
const count = score ? score.at.length : 0;
const rows = [...document.querySelectorAll("#year [data-a]")].map((row) => {
  const text = (part) => row.querySelector(part)?.firstChild?.data?.trim() || "";
  const moment = row.querySelector("em")?.textContent || "";
  const paints = [...row.querySelectorAll("path")].map((path) => path.getAttribute("stroke"));
  return { row, link: row.querySelector("a"), day: text(".day"), way: text(".day + span"), fact: text(".fact"), moment, paints };
});
const ended = (n) => score.at[n] + score.lasts[n];
const begun = (second) => {
  let n = -1;
  while (n + 1 < count && score.at[n + 1] <= second + 1e-4) n += 1;
  return n;
};
