"""Writes what Python's own parser makes of each file as one line of text, in the words of shape.ts. Reads paths from stdin."""
import ast
import json
import sys


def text(value):
    return json.dumps(value, ensure_ascii=True)


def many(nodes):
    return " ".join(shape(node) for node in nodes)


def block(nodes):
    return "{" + " ".join(statement(node) for node in nodes) + "}"


def joined(values):
    """The pieces of an f-string, neighbouring texts as one."""
    pieces = []
    for value in values:
        if isinstance(value, ast.Constant):
            if pieces and pieces[-1][0] == "text":
                pieces[-1] = ("text", pieces[-1][1] + value.value)
            else:
                pieces.append(("text", value.value))
        else:
            conversion = chr(value.conversion) if value.conversion > 0 else "-"
            spec = "spec" if value.format_spec else "plain"
            pieces.append(("filled", f"(fill {shape(value.value)} {conversion} {spec})"))
    return " ".join(text(value) if kind == "text" else value for kind, value in pieces if value)


SIGNS = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**", ast.MatMult: "@",
    ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^", ast.LShift: "<<", ast.RShift: ">>",
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.In: "in", ast.NotIn: "not in",
    ast.Is: "is", ast.IsNot: "is not", ast.USub: "-", ast.UAdd: "+", ast.Invert: "~", ast.Not: "not", ast.And: "and", ast.Or: "or",
}


def sign(operator):
    return SIGNS[type(operator)]


def clauses(generators):
    return " ".join(f"(for {shape(g.target)} {shape(g.iter)} {many(g.ifs)})" for g in generators)


def arguments(call):
    given = [(a.lineno, a.col_offset, shape(a)) for a in call.args]
    for keyword in call.keywords:
        name = "**" if keyword.arg is None else keyword.arg + "="
        given.append((keyword.lineno, keyword.col_offset, f"({name} {shape(keyword.value)})"))
    return " ".join(one for _, _, one in sorted(given, key=lambda one: one[:2]))


def parameters(args):
    plain = args.posonlyargs + args.args
    defaults = [None] * (len(plain) - len(args.defaults)) + list(args.defaults)
    out = [name(a, d) for a, d in zip(plain, defaults)]
    if args.vararg:
        out.append("*" + args.vararg.arg)
    out += [name(a, d) for a, d in zip(args.kwonlyargs, args.kw_defaults)]
    if args.kwarg:
        out.append("**" + args.kwarg.arg)
    return "[" + " ".join(out) + "]"


def name(arg, default):
    return arg.arg if default is None else f"({arg.arg} {shape(default)})"


def index(node):
    return "other" if isinstance(node, ast.Tuple) else shape(node)


def shape(n):
    match n:
        case None:
            return "-"
        case ast.Constant(value=v):
            if isinstance(v, bool) or v is None:
                return str(v)
            if isinstance(v, str):
                return f"(s {text(v)})" if v else "(s )"
            if isinstance(v, bytes):
                return f"(b {text(v.decode('latin-1'))})" if v else "(b )"
            if isinstance(v, int) and abs(v) < 2**53:
                return f"(i {v})"
            if isinstance(v, float):
                return f"(n {text(v) if v != float('inf') else 'inf'})"
            return "other"
        case ast.JoinedStr(values=values):
            return f"(s {joined(values)})"
        case ast.Name(id=i):
            return i
        case ast.Attribute(value=v, attr=a):
            return f"(. {shape(v)} {a})"
        case ast.Subscript(value=v, slice=s):
            return f"([] {shape(v)} {index(s)})"
        case ast.Slice(lower=a, upper=b, step=c):
            return f"(: {shape(a)} {shape(b)} {shape(c)})"
        case ast.Call(func=f):
            return f"(call {shape(f)} {arguments(n)})"
        case ast.List(elts=e):
            return f"(list {many(e)})"
        case ast.Tuple(elts=e):
            return f"(tuple {many(e)})"
        case ast.Set(elts=e):
            return f"(set {many(e)})"
        case ast.Starred(value=v):
            return f"(* {shape(v)})"
        case ast.Dict(keys=k, values=v):
            return "(dict " + " ".join(f"({'**' if a is None else shape(a)} {shape(b)})" for a, b in zip(k, v)) + ")"
        case ast.BinOp(left=a, op=o, right=b):
            return f"({sign(o)} {shape(a)} {shape(b)})"
        case ast.UnaryOp(op=o, operand=a):
            return f"(u{sign(o)} {shape(a)})"
        case ast.BoolOp(op=o, values=v):
            return f"({sign(o)} {many(v)})"
        case ast.Compare(left=a, ops=o, comparators=c):
            return f"(compare {shape(a)} " + " ".join(f"{sign(s)} {shape(x)}" for s, x in zip(o, c)) + ")"
        case ast.IfExp(test=t, body=a, orelse=b):
            return f"(if {shape(t)} {shape(a)} {shape(b)})"
        case ast.ListComp(elt=e, generators=g):
            return f"(comp-list {shape(e)} - {clauses(g)})"
        case ast.SetComp(elt=e, generators=g):
            return f"(comp-set {shape(e)} - {clauses(g)})"
        case ast.GeneratorExp(elt=e, generators=g):
            return f"(comp-generator {shape(e)} - {clauses(g)})"
        case ast.DictComp(key=k, value=v, generators=g):
            return f"(comp-dict {shape(k)} {shape(v)} {clauses(g)})"
        case ast.NamedExpr(target=t, value=v):
            return f"(:= {t.id} {shape(v)})"
        case ast.Lambda(args=a, body=b):
            return f"(lambda {parameters(a)} {shape(b)})"
        case _:
            return "other"


def imported(names):
    return " ".join(f"({a.name} {a.asname or '-'})" for a in names)


def handler(h):
    def names(t):
        match t:
            case ast.Tuple(elts=e):
                return [x for one in e for x in names(one)]
            case ast.Name(id=i):
                return [i]
            case ast.Attribute(attr=a):
                return [a]
        return []
    return f"(except [{' '.join(names(h.type))}] {block(h.body)})"


def statement(n):
    match n:
        case ast.Assign(targets=t, value=v):
            return f"(= {many(t)} {shape(v)} -)"
        case ast.AnnAssign(target=t, annotation=a, value=v):
            return f"(= {shape(t)} {shape(v)} {shape(a)})"
        case ast.AugAssign(target=t, op=o, value=v):
            return f"({sign(o)}= {shape(t)} {shape(v)})"
        case ast.Expr(value=v):
            return f"(do {shape(v)})"
        case ast.Import(names=names):
            return f"(import {imported(names)})"
        case ast.ImportFrom(module=m, names=names, level=level):
            what = "*" if names[0].name == "*" else imported(names)
            return f"(from {'.' * level}{m or ''} {what})"
        case ast.If(test=t, body=b, orelse=o):
            branches = [f"({shape(t)} {block(b)})"]
            # An `elif` begins at the column of its `if`, an `if` in an `else` further right.
            while len(o) == 1 and isinstance(o[0], ast.If) and o[0].col_offset == n.col_offset:
                branches.append(f"({shape(o[0].test)} {block(o[0].body)})")
                o = o[0].orelse
            return f"(if {' '.join(branches)} {block(o)})"
        case ast.For(target=t, iter=i, body=b, orelse=o) | ast.AsyncFor(target=t, iter=i, body=b, orelse=o):
            return f"(for {shape(t)} {shape(i)} {block(b)} {block(o)})"
        case ast.While(test=t, body=b, orelse=o):
            return f"(while {shape(t)} {block(b)} {block(o)})"
        case ast.Try(body=b, handlers=h, orelse=o, finalbody=f) | ast.TryStar(body=b, handlers=h, orelse=o, finalbody=f):
            return f"(try {block(b)} {' '.join(handler(x) for x in h)} {block(o)} {block(f)})"
        case ast.With(items=i, body=b) | ast.AsyncWith(items=i, body=b):
            return f"(with {block(b)})"
        case ast.Match(subject=s, cases=c):
            return f"(match {shape(s)} {' '.join(block(x.body) for x in c)})"
        case ast.FunctionDef(name=i, args=a, body=b, decorator_list=d) | ast.AsyncFunctionDef(name=i, args=a, body=b, decorator_list=d):
            return f"(def {i} {parameters(a)} {block(b)} {many(d)})"
        case ast.ClassDef(name=i, body=b, decorator_list=d):
            return f"(class {i} [{arguments(ast.Call(ast.Name('x'), n.bases, n.keywords))}] {block(b)} {many(d)})"
        case ast.Return(value=v):
            return f"(return {shape(v)})"
        case ast.Delete(targets=t):
            inner = [x for one in t for x in (one.elts if isinstance(one, ast.Tuple) else [one])]
            return f"(del {many(inner)})"
        case ast.Raise(exc=e):
            return f"(raise {shape(e)})"
        case ast.Break():
            return "break"
        case ast.Continue():
            return "continue"
        case _:
            return "other"


sys.setrecursionlimit(20000)
for path in sys.stdin.read().splitlines():
    try:
        with open(path, "rb") as file:
            tree = ast.parse(file.read())
        line = " ".join(statement(node) for node in tree.body)
    except (SyntaxError, ValueError, RecursionError) as error:
        line = f"!{type(error).__name__}"
    print(line)
