# Writes the tables that make.py left as plain CSV as SAS tables: days as SAS dates, in drugs as SAS datetimes.

library(haven)

world <- commandArgs(trailingOnly = TRUE)[1]
texts <- c("municipality", "atc", "situation")
days <- c("SS00015", "from", "to")
for (name in c("population", "claims", "drugs")) {
  table <- read.csv(file.path(world, paste0(name, ".csv")), colClasses = "character", na.strings = "", encoding = "UTF-8",
                    check.names = FALSE)
  for (column in names(table)) {
    if (column %in% days) {
      table[[column]] <- if (name == "drugs") as.POSIXct(table[[column]], tz = "UTC") else as.Date(table[[column]])
    } else if (!column %in% texts) {
      table[[column]] <- as.numeric(table[[column]])
    }
  }
  write_sas(table, file.path("sas", paste0(name, ".sas7bdat")))
}
