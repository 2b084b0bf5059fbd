# Prints each table as R's base reader sees it: its name, its rows, and the sum of each column of numbers.
folder <- commandArgs(trailingOnly = TRUE)[1]
for (path in list.files(folder, pattern = "\\.csv$", full.names = TRUE)) {
  rows <- read.csv(path, encoding = "UTF-8", na.strings = "", stringsAsFactors = FALSE)
  cat(basename(path), "", nrow(rows), sep = "\t")
  cat("\n")
  for (name in names(rows)[vapply(rows, is.numeric, logical(1))]) {
    cat(basename(path), name, sum(rows[[name]], na.rm = TRUE), sep = "\t")
    cat("\n")
  }
}
