"""Fuzzes targets, each for as long as is given: no crash, no hang, no broken promise.

    python tests/hostile/fuzz.py --minutes 10                  every target of `fuzz_targets.py`, one after the other
    python tests/hostile/fuzz.py rows plans --minutes 1        these targets
    python tests/hostile/fuzz.py rows --again FILE             what a file of bytes does

With atheris (the extra `fuzz`) mutations follow the branches of the code that they reach; without, or with `--blind`,
they are drawn at random. Each target runs in a process of its own. What fails is kept in `--folder`, as one file of
bytes, and becomes a test of its kind. Exit code 1 if a target failed.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

TESTS = Path(__file__).parents[1]
sys.path += [str(TESTS), str(TESTS / "sources"), str(TESTS.parent)]
MAX_SECONDS = 30  # of one input on a busy machine
MAX_MEGABYTES = 4096
MAX_BYTES = 20_000  # of one input: longer ones are what `test_growth.py` is for
MAX_CHANGES = 6


def main() -> int:
    """Fuzz the targets that are named, or all; 1 if one failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", metavar="TARGET")
    parser.add_argument("--minutes", type=float, default=10, help="for each target")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=Path("fuzzed"), help="where inputs that fail are kept")
    parser.add_argument("--blind", action="store_true", help="without atheris")
    parser.add_argument("--again", type=Path, metavar="FILE")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)  # in this process: one target
    options = parser.parse_args()
    options.blind |= importlib.util.find_spec("atheris") is None
    if options.again is not None or options.here:
        return _in_this_process(options)
    from fuzz_targets import TARGETS

    return max([_in_another_process(name) for name in options.targets or TARGETS])


def _in_another_process(name: str) -> int:
    """Fuzz one target with the options of this command: a crash of it ends no other."""
    given = [each for each in sys.argv[1:] if each.startswith("-") or each.replace(".", "").isdigit() or "/" in each]
    ended = subprocess.run([sys.executable, __file__, name, "--here", *given], check=False)
    print(f"{name}: {'FAILED' if ended.returncode else 'held'}", flush=True)  # noqa: T201 - what it is run for
    return int(ended.returncode != 0)


def _in_this_process(options: argparse.Namespace) -> int:
    (name,) = options.targets
    if not options.blind and options.again is None:
        import atheris

        with atheris.instrument_imports(include=["dedup"]):
            import fuzz_targets
    else:
        import fuzz_targets
    target = fuzz_targets.TARGETS[name]
    if options.again is not None:
        target.run(options.again.read_bytes())
        return 0
    options.folder.mkdir(parents=True, exist_ok=True)
    if not options.blind:
        _follow_branches(name, target.run, target.seeds(), options)
    count = mutate(target.run, target.seeds(), options.minutes * 60, options.seed, options.folder / name)
    print(f"{name}: {count:,} inputs", flush=True)  # noqa: T201 - what it is run for
    return 0


def _follow_branches(
    name: str, run: Callable[[bytes], object], seeds: Sequence[bytes], options: argparse.Namespace
) -> None:
    """Let atheris mutate; it ends the process."""
    import atheris
    from fuzz_readers import TOKENS

    with TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus"
        corpus.mkdir()
        for number, seed in enumerate(seeds):
            (corpus / f"seed-{number}").write_bytes(seed)
        words = "".join('"' + "".join(f"\\x{byte:02x}" for byte in token) + '"\n' for token in TOKENS if token)
        (Path(folder) / "words").write_text(words, encoding="ascii")
        limits = f"-max_total_time={options.minutes * 60:.0f} -timeout={MAX_SECONDS} -rss_limit_mb={MAX_MEGABYTES}"
        files = f"-artifact_prefix={options.folder / name}- -dict={folder}/words -seed={options.seed}"
        atheris.Setup([name, str(corpus), f"-max_len={MAX_BYTES}", *limits.split(), *files.split()], run)
        atheris.Fuzz()


def mutate(
    run: Callable[[bytes], object], seeds: Sequence[bytes], seconds: float, first_seed: int, kept: Path | None = None
) -> int:
    """Run a target on its seeds, then on mutations of them for so long; how many inputs. What fails is kept."""
    chance, end = random.Random(first_seed), time.monotonic() + seconds
    count = 0
    while count < len(seeds) or time.monotonic() < end:
        data = seeds[count] if count < len(seeds) else mutated(chance, seeds)
        try:
            run(data)
        except BaseException:
            if kept is not None:
                kept.with_name(f"{kept.name}-{first_seed}-{count}").write_bytes(data)
            raise
        count += 1
    return count


def mutated(chance: random.Random, seeds: Sequence[bytes]) -> bytes:
    """One of the seeds with some of its bytes changed, put in, left out, or taken from another."""
    from fuzz_readers import TOKENS

    data = bytearray(chance.choice(seeds))
    for _ in range(chance.randint(1, MAX_CHANGES)):
        start = chance.randint(0, len(data))
        removed = chance.choice((0, 0, 1, 1, 4, 30))
        other = chance.choice(seeds)
        taken = chance.randint(0, len(other))
        put = chance.choice((b"", chance.choice(TOKENS), chance.randbytes(1), other[taken : taken + 40]))
        data[start : start + removed] = put
    return bytes(data[:MAX_BYTES])


if __name__ == "__main__":
    sys.exit(main())
