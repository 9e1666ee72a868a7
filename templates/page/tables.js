// Tables sort by a click or a key on the head of a column and copy as text for a spreadsheet. Without this script they are whole, too.
{
  const { copy, copied, sort } = document.body.dataset;
  const point = document.documentElement.lang === "en" ? "." : ",";
  const powers = "⁰¹²³⁴⁵⁶⁷⁸⁹";

  // A cell without the smaller text below its figure, which is an interval or a note.
  const own = (cell) => {
    const bare = cell.cloneNode(true);
    bare.querySelectorAll(".under, .verdict ~ *").forEach((part) => part.remove());
    return bare.textContent.replace(/\s+/g, " ").trim();
  };
  const under = (cell) => [...cell.querySelectorAll(".under")].map((part) => part.textContent.trim()).join(" ");

  // The number that a text begins with, in plain digits; null if it is none.
  const number = (text) => {
    const [mantissa, exponent] = text.replace("−", "-").split(" × 10");
    const digits = mantissa.replace(/[€\s\u202f\u00a0]/g, "").replace(point === "." ? /,/g : /\./g, "").replace(point, ".");
    const match = /^[+-]?\d+(\.\d+)?/.exec(digits);
    if (!match) return null;
    const power = exponent ? [...exponent].map((digit) => powers.indexOf(digit)).join("") : "0";
    return Number(match[0] + "e" + power);
  };
  const plain = (cell) => {
    const text = own(cell);
    const clean = text.replace("−", "-").replace(/[€\s\u202f\u00a0]/g, "").replace(point === "." ? /,/g : /\./g, "");
    return cell.classList.contains("number") && /^[+-]?\d+([.,]\d+)?%?$/.test(clean) ? clean : text;
  };

  const columnOf = (row, place) => [...row.cells].find((cell) => (place -= cell.colSpan) < 0);
  const order = (table, place, down) => {
    const compare = (a, b) => {
      const [left, right] = [a, b].map((row) => own(columnOf(row, place)));
      const [x, y] = [left, right].map(number);
      // What is no number, such as a small cell, comes last either way.
      if (x === null && y === null) return (down ? -1 : 1) * left.localeCompare(right, document.documentElement.lang);
      if (x === null || y === null) return x === null ? 1 : -1;
      return down ? y - x : x - y;
    };
    const lines = (body, kind) => [...body.rows].filter((row) => row.matches(kind));
    const bodies = [...table.tBodies];
    if (table.dataset.sort === "groups") {
      const sum = (body) => lines(body, ".sum")[0] ?? body.rows[body.rows.length - 1];
      bodies.sort((a, b) => compare(sum(a), sum(b))).forEach((body) => table.append(body));
    } else {
      for (const body of bodies) {
        const sums = lines(body, ".sum:last-child");
        lines(body, ":not(.group):not(.sum:last-child)").sort(compare).concat(sums).forEach((row) => body.append(row));
      }
    }
  };

  const text = (table) => {
    const rows = [...table.rows];
    const wide = Math.max(...rows.map((row) => row.cells.length));
    // A column whose cells have a smaller text becomes two.
    const two = [...Array(wide).keys()].map((place) => rows.some((row) => row.cells[place] && under(row.cells[place])));
    // What stands over a group of lines goes before each of them.
    const grouped = table.querySelector("tbody .group") !== null;
    const group = (row) => row.parentElement.querySelector(".group")?.textContent.trim() ?? "";
    const line = (row) => [...row.cells].flatMap((cell, place) => [plain(cell), ...(two[place] ? [under(cell)] : [])]);
    const lines = rows.filter((row) => !row.matches(".group")).map((row) => [...(grouped ? [group(row)] : []), ...line(row)]);
    return lines.map((cells) => cells.join("\t")).join("\n");
  };
  const put = async (words) => {
    try {
      await navigator.clipboard.writeText(words);
    } catch {
      const area = document.body.appendChild(document.createElement("textarea"));
      area.value = words;
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  };

  for (const table of document.querySelectorAll("table")) {
    const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
    const rows = [...table.tBodies].reduce((sum, body) => sum + body.rows.length, 0);
    if (rows > 1) {
      heads.forEach((head, place) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "sort";
        button.title = sort;
        button.append(...head.childNodes);
        head.append(button);
        button.addEventListener("click", () => {
          const down = head.getAttribute("aria-sort") === "ascending";
          heads.forEach((other) => other.removeAttribute("aria-sort"));
          head.setAttribute("aria-sort", down ? "descending" : "ascending");
          order(table, place, down);
        });
      });
    }
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = copy;
    // Said to those who hear the page, and shown for a moment.
    const said = document.createElement("span");
    said.className = "copied";
    said.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      await put(text(table));
      said.textContent = copied;
      setTimeout(() => { said.textContent = ""; }, 3000);
    });
    const tools = document.createElement("p");
    tools.className = "tools";
    tools.append(button, said);
    (table.closest(".table") ?? table).after(tools);
  }
}
