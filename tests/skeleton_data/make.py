#!/usr/bin/env python3
"""Fills forms with numbers drawn at random and reckons what must come of them, with fractions and by nobody else's code.

    vankien new --unit "xã Liên Sơn, Phú Thọ" --term 2025-2030 --data-form -o form.csv
    python3 make.py form.csv SEED case.csv expected.tsv

`case.csv` is the filled form; `expected.tsv` has a line for each row of the tables:
name, one value for each old unit, merged result, start, old target, percent of the target, new target.
"""
import csv
import random
import sys
from decimal import Decimal, getcontext
from fractions import Fraction
from math import floor

getcontext().prec = 60
BLANK = "…"


def vietnamese(number, decimals=None):
    """Exact if no decimals are given, else rounded half up to them."""
    number = Fraction(number)
    if decimals is None:
        decimals = 0
        while (number * 10**decimals).denominator != 1:
            decimals += 1
    whole = floor(number * 10**decimals + Fraction(1, 2))
    sign = "-" if whole < 0 else ""
    digits = str(abs(whole)).rjust(decimals + 1, "0")
    head, tail = (digits[:-decimals], digits[-decimals:]) if decimals else (digits, "")
    groups = []
    while len(head) > 3:
        groups.insert(0, head[-3:])
        head = head[:-3]
    return sign + ".".join([head, *groups]) + ("," + tail if tail else "")


def growth(first, last, years=5, decimals=2):
    """The yearly rate by decimals of sixty digits: far from any half."""
    ratio = Decimal(last.numerator) / Decimal(last.denominator) * Decimal(first.denominator) / Decimal(first.numerator)
    rate = (ratio ** (Decimal(1) / years) - 1) * 100
    return vietnamese(Fraction(rate), decimals)


def main():
    form, seed, case, expected = sys.argv[1:]
    draw = random.Random(int(seed))
    with open(form, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    head = next(i for i, row in enumerate(rows) if row[0] == "TT")
    titles = rows[head]
    units = []
    for title in titles:
        unit, _, time = title.rpartition(" - ")
        if unit and not unit.startswith("Đơn vị mới") and unit not in units:
            units.append(unit)
    times = ["Năm 2020", "Mục tiêu 2025", "Kết quả 2025"]
    at = {(u, t): titles.index(f"{units[u]} - {times[t]}") for u in range(len(units)) for t in range(3)}
    new_target = next(i for i, t in enumerate(titles) if t.startswith("Đơn vị mới") and t.endswith("2030"))
    how = titles.index("Cách gộp")

    typed = lambda number, decimals: vietnamese(number, decimals).replace(".", "") if draw.random() < 0.5 else vietnamese(number, decimals)
    shared, numbers, current, out = {}, {}, None, []
    order = []

    def fill(row, low, high, decimals=0):
        """Numbers for each unit and time; what the file says is what is returned."""
        values = {}
        for key, column in at.items():
            scaled = draw.randint(low * 10**decimals, high * 10**decimals)
            values[key] = Fraction(scaled, 10**decimals)
            row[column] = typed(values[key], decimals)
        return values

    for row in rows[head + 1:]:
        number, name = row[0], row[1]
        rule = row[how]
        if rule.startswith("mẫu số, trọng số"):
            shared[name] = fill(row, 5000, 9000)
        elif name.startswith("Tử số"):
            numbers[current]["top"] = fill(row, 11, 999)
        elif name.startswith(("Mẫu số", "Trọng số")):
            numbers[current]["bottom"] = fill(row, 4000, 7000, 1 if name.startswith("Trọng số") else 0)
        elif name.startswith("Mức"):
            numbers[current]["level"] = fill(row, 200, 900, 1)
        else:
            current = name.removeprefix("- ")
            numbers[current] = {"rule": rule.split(";")[0], "new": BLANK}
            order.append(current)
            if numbers[current]["rule"] == "ghi ở các dòng con":
                whole = current
            elif numbers[current]["rule"] == "danh hiệu, không cộng":
                continue
            else:
                value = draw.randint(1, 999)
                row[new_target] = str(value) if "%" not in row[2] else str(draw.randint(1, 99))
                if name.startswith("- "):
                    # Parts come to a hundred.
                    row[new_target] = ["22", "41,5", "36,5"][sum("whole" in n for n in numbers.values())]
                numbers[current]["new"] = vietnamese(Fraction(row[new_target].replace(",", ".")))
            if numbers[current]["rule"] == "cộng":
                numbers[current]["value"] = fill(row, 1, 3000, draw.choice([0, 1, 2]))
            elif numbers[current]["rule"] == "bình quân có trọng số":
                numbers[current]["value"] = fill(row, 30, 120, draw.choice([0, 1, 2]))
            if name.startswith("- "):
                numbers[current]["whole"] = whole
    # What is shared out is what its parts come to.
    parts = [n for n in numbers.values() if "whole" in n]
    total = {key: sum(part["top"][key] for part in parts) for key in at}
    for row in rows[head + 1:]:
        if row[1].startswith("Mẫu số: tổng giá trị sản xuất"):
            for key, column in at.items():
                row[column] = str(total[key])
    for part in parts:
        part["bottom"] = total
    base_of = {"Thu nhập bình quân đầu người": "Dân số", "Tỷ lệ dân số tham gia bảo hiểm y tế": "Dân số"}

    for name in order:
        n = numbers[name]
        if n["rule"] in ("ghi ở các dòng con", "danh hiệu, không cộng"):
            continue
        bottom = n.get("bottom") or shared[base_of.get(name, "Tổng số lao động" if "lao động" in name else "Tổng số hộ")]
        each = range(len(units))
        cells, merged = [], []
        if n["rule"] == "cộng":
            cells = [vietnamese(n["value"][u, 2]) for u in each]
            exact = [sum(n["value"][u, t] for u in each) for t in range(3)]
            # A sum has the decimals of the term that has most, as these are written without zeros at the end.
            places = lambda t: max(len(vietnamese(n["value"][u, t]).partition(",")[2]) for u in each)
            merged = [vietnamese(exact[t], places(t)) for t in range(3)]
            ratios = [Fraction(m.replace(".", "").replace(",", ".")) for m in merged]
        elif n["rule"] == "bình quân có trọng số":
            cells = [vietnamese(n["value"][u, 2]) for u in each]
            mean = [sum(n["value"][u, t] * bottom[u, t] for u in each) / sum(bottom[u, t] for u in each) for t in range(3)]
            merged = [vietnamese(m, 1) for m in mean]
        elif n["rule"] == "tính lại từ tử số, mẫu số":
            cells = [vietnamese(100 * n["top"][u, 2] / bottom[u, 2], 2) for u in each]
            merged = [vietnamese(100 * sum(n["top"][u, t] for u in each) / sum(bottom[u, t] for u in each), 2) for t in range(3)]
        else:
            level = n["level"]
            cells = [growth(level[u, 0], level[u, 2]) for u in each]
            first = sum(level[u, 0] for u in each)
            merged = [BLANK, *(growth(first, sum(level[u, t] for u in each)) for t in (1, 2))]
        target, result = (Fraction(m.replace(".", "").replace(",", ".")) for m in merged[1:])
        down = name in ("Tỷ lệ hộ nghèo", "Tỷ lệ hộ cận nghèo", "Tỷ lệ lao động nông nghiệp", "Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng")
        if "whole" in n:
            percent = BLANK
        elif down:
            percent = "Vượt" if result < target else "Đạt" if result == target else "Chưa đạt"
        elif result < 0:
            percent = "Vượt" if result > target else "Đạt" if result == target else "Chưa đạt"
        else:
            percent = vietnamese(100 * result / target, 1) + "%" if target > 0 else BLANK
        out.append([name, *cells, merged[2], merged[0], merged[1], percent, n["new"]])

    with open(case, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";", lineterminator="\r\n").writerows(rows)
    with open(expected, "w", encoding="utf-8") as file:
        for line in out:
            file.write("\t".join(line) + "\n")


main()
