//! The `vankien` program: a thin door to the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    vankien::cli::main(std::env::args_os())
}
