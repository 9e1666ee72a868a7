# Writes small SAS tables and their CSV twins, for the test that both give the same panel.
#
# Everything in them is made up by the formulas below. Run in this folder (R 4.2.2, haven 2.5.1):
#   Rscript make.R
# haven's writer of SAS7BDAT is experimental; the reader under test is another program, and the CSV twins do not pass
# through haven.

library(haven)

persons <- 1:240
nis <- c("11001", "11002", "62063", "62096", "25005", "25014")
population <- do.call(rbind, lapply(2017:2018, function(year) data.frame(
  person = persons * 1000003,
  year = year,
  birth_year = 1925 + persons %% 80,
  sex = 1 + persons %% 2,
  municipality = nis[1 + persons %% 6],
  death = ifelse(persons %% 40 == 0 & year == 2018, 201800 + 1 + persons %% 12, NA),
  from = as.Date(ifelse(persons %% 30 == 0, sprintf("%d-03-%02d", year, 1 + persons %% 28), NA)),
  place = ifelse(persons %% 6 < 2, "Anvers", ifelse(persons %% 6 < 4, "Li\u00e8ge", "Brabant wallon"))
)))

lines <- expand.grid(person = persons, k = 1:6, year = 2017:2018)
claims <- data.frame(
  person = lines$person * 1000003,
  service_date = as.Date(sprintf("%d-%02d-%02d", lines$year, 1 + (lines$person + lines$k) %% 12, 1 + (lines$person * lines$k) %% 28)),
  code = c(101076, 101032, 560011, 597704, 301011, 425014)[lines$k],
  amount = round(((lines$person * 7919 + lines$k * 104729) %% 30000 - 1500) / 100, 2)
)

deliveries <- expand.grid(person = persons, k = 1:3, year = 2017:2018)
drugs <- data.frame(
  person = deliveries$person * 1000003,
  service_date = as.POSIXct(sprintf("%d-%02d-10 00:00:00", deliveries$year, 1 + (deliveries$person + deliveries$k) %% 12), tz = "UTC"),
  atc = ifelse(deliveries$k == 3, NA, c("A10BA02", "C07AB07", "")[deliveries$k]),
  ddd = ifelse(deliveries$k == 3, NA, 10 + (deliveries$person * deliveries$k) %% 60 + 0.5),
  amount = round(((deliveries$person * 31 + deliveries$k * 17) %% 5000) / 100, 2),
  fee = ifelse(deliveries$person %% 5 == 0, NA, 4.27)
)

panel <- population[, c("person", "year", "birth_year", "sex", "municipality")]
panel$diabetes <- as.numeric(panel$person %% 7 == 0)
panel$doctors <- round(((panel$person %% 9973) * 13 + panel$year) %% 90000 / 100, 2)
panel$hospitals <- round(((panel$person %% 9967) * 29) %% 400000 / 100, 2)

for (name in c("population", "claims", "drugs", "panel")) {
  table <- get(name)
  if (name == "drugs") {
    text <- table
    text$service_date <- format(table$service_date, "%Y-%m-%d")
  } else {
    text <- table
  }
  write.csv(text, paste0(name, ".csv"), row.names = FALSE, na = "", quote = FALSE, fileEncoding = "UTF-8")
  write_sas(table, paste0(name, ".sas7bdat"))
}
