#pragma once

#include "bot/demo/script.hpp"

/// The names of people and channels as the script writes them.
namespace docket::bot::demo::roles {

inline constexpr role eva = &cast::eva;
inline constexpr role tom = &cast::tom;
inline constexpr role lena = &cast::lena;
inline constexpr role omar = &cast::omar;
inline constexpr role priya = &cast::priya;
inline constexpr role sofia = &cast::sofia;
inline constexpr role ben = &cast::ben;
inline constexpr role cyd = &cast::cyd;
inline constexpr role dee = &cast::dee;
inline constexpr role mei = &cast::mei;
inline constexpr role ana = &cast::ana;
inline constexpr role gus = &cast::gus;
inline constexpr role nora = &cast::nora;
inline constexpr role general = &cast::general;
inline constexpr role help_it = &cast::help_it;
inline constexpr role project_northwind = &cast::project_partner;
inline constexpr role random = &cast::random;

}  // namespace docket::bot::demo::roles
