//! Vietnamese text. Here only what `places` needs until the whole module lands.

pub mod date;
