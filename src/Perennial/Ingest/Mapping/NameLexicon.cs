namespace Perennial.Ingest.Mapping;

/// <summary>The words by which columns are called, by role, in the languages of the exports we know. Accents are folded, words are separated by one blank.</summary>
internal static class NameLexicon
{
    /// <summary>Gives the phrases of a role with how much each alone says, from 0 to 1.</summary>
    public static IReadOnlyList<(string Phrase, double Weight)> Phrases(Role role) => Table[role];

    /// <summary>Gives words that speak against a role when they stand beside its phrase, with the factor they leave.</summary>
    public static IReadOnlyDictionary<string, double> Against(Role role) => Contradictions.TryGetValue(role, out Dictionary<string, double>? words) ? words : None;

    private static readonly Dictionary<string, double> None = [];

    private static readonly Dictionary<Role, (string, double)[]> Table = new()
    {
        [Role.Customer] = Weigh(
            (1.0, """
                customer id|customer key|customer number|customer no|customer nr|customer code|customer unique id|customer ref|cust id|cust no|cust key|custid|client id|client number|client no|
                buyer id|user id|member id|account id|shopper id|donor id|contact id|patient id|guest id|household id|cardholder id|loyalty id|panelist id|
                kunden id|kundennummer|kundennr|kunden nr|kundenummer|kundnummer|kunde id|id kunde|
                id cliente|cliente id|codigo cliente|cod cliente|codigo de cliente|numero de cliente|nro cliente|id del cliente|id do cliente|codice cliente|
                id client|client id|numero client|code client|no client|identifiant client|
                klantnummer|klant id|klantnr|asiakasnumero|asiakas id|kundid|numer klienta|id klienta|cislo zakaznika|musteri no|musteri id
                """),
            (0.9, "customer|customers|kunde|kunden|cliente|client|klant|kund|asiakas|klient|zakaznik|musteri|buyer|shopper|donor|purchaser|kaufer|acheteur|comprador|acquirente|клиент|покупатель|顧客|客户|客戶|고객"),
            (0.85, "customer email|customer e mail|buyer email|email|e mail|email address|mail|correo|correo electronico|courriel|e post"),
            (0.75, "user|member|account|household|subscriber|patient|contact|party id|person id|person|uid|userid|nutzer|benutzer|mitglied|usuario|utilisateur|membre|socio|gebruiker|bruker"),
            (0.55, "customer name|client name|kundenname|nombre cliente|nom client|buyer name|nome cliente"),
            (0.5, "id|cid|master id|customer master id"),
            (0.4, "sample id|key")),
        [Role.Date] = Weigh(
            (1.0, """
                order date|purchase date|transaction date|invoice date|sale date|sales date|order datetime|order time|purchase time|transaction time|order timestamp|purchase timestamp|order purchase timestamp|
                invoice datetime|transaction datetime|date of purchase|date of order|date of sale|orderdate|order placed|placed at|purchased at|ordered at|tx date|txn date|trans date|booking date|
                bestelldatum|kaufdatum|rechnungsdatum|auftragsdatum|belegdatum|buchungsdatum|verkaufsdatum|bestellzeitpunkt|
                fecha compra|fecha de compra|fecha pedido|fecha del pedido|fecha de pedido|fecha factura|fecha venta|fecha de venta|fecha de la transaccion|
                date commande|date de commande|date achat|date d achat|date facture|date de facturation|date de vente|date transaction|
                data acquisto|data ordine|data fattura|data vendita|data compra|data da compra|data do pedido|data venda|data pedido|
                besteldatum|aankoopdatum|factuurdatum|orderdatum|kopdatum|kjopsdato|ordredato|data zakupu|data zamowienia
                """),
            (0.95, "date|datetime|datum|fecha|data|dato|paivamaara|pvm|tarih|дата|日付|日期|날짜|timestamp|zeitpunkt|zeitstempel"),
            (0.85, "day|tag|dia|jour|giorno|created at|created|event time|event date|occurred at|occurred|posting date|creation date|erstellt am|time|zeit|hora|heure"),
            (0.7, "created date|processed at|paid at|payment date|zahlungsdatum|period|week|month")),
        [Role.Amount] = Weigh(
            (1.0, """
                amount|total amount|order total|order amount|order value|net amount|gross amount|line total|line amount|line value|total|total price|total value|sales amount|sale amount|purchase amount|
                transaction amount|transaction value|invoice amount|invoice total|invoice value|dollar value|dollar amount|payment value|payment amount|net sales|net value|net revenue|gross sales|
                revenue|sales|spend|spending|amount spent|amount paid|total paid|total spent|monetary value|monetary|extended price|grand total|sales value|amt|turnover|donation|donation amount|
                betrag|gesamtbetrag|summe|gesamtsumme|umsatz|nettobetrag|bruttobetrag|rechnungsbetrag|bestellwert|warenwert|gesamtpreis|zahlbetrag|nettoumsatz|
                importe|importe total|monto|monto total|total pedido|valor total|precio total|ventas|ingresos|
                montant|montant total|montant ttc|montant ht|chiffre d affaires|total commande|prix total|
                importo|importo totale|totale|valore|fatturato|prezzo totale|valor|valor pago|valor pedido|
                bedrag|totaal|totaalbedrag|omzet|belopp|summa|belob|belop|kwota|wartosc|suma|castka|tutar|
                сумма|金額|金额|금액
                """),
            (0.8, "value|price paid|paid|wert|importe neto|valor venda|subtotal|sub total|payment|ticket|basket value|zwischensumme"),
            (0.5, "price|preis|precio|prix|prezzo|preco|prijs|pris|cena")),
        [Role.Order] = Weigh(
            (1.0, """
                order id|order number|order no|order nr|order key|order ref|order code|invoice|invoice no|invoice number|invoice id|transaction id|transaction number|transaction no|trans id|txn id|tx id|receipt no|receipt id|
                receipt number|basket id|ticket id|ticket no|sales order number|document number|document no|purchase id|sale id|ordernumber|orderno|bill no|bill number|voucher no|
                bestellnummer|bestellnr|bestell nr|bestell id|auftragsnummer|auftragsnr|auftrags nr|rechnungsnummer|rechnungsnr|rechnung nr|rechnungs nr|belegnummer|belegnr|bonnummer|transaktions id|
                numero pedido|numero de pedido|id pedido|pedido id|nro pedido|numero factura|numero de factura|factura|id transaccion|pedido|
                numero commande|numero de commande|id commande|no commande|numero facture|facture|id transaction|commande|
                numero ordine|id ordine|ordine|numero fattura|fattura|codigo pedido|numero do pedido|nota fiscal|
                bestelnummer|ordernummer|factuurnummer|ordrenummer|fakturanummer|numer zamowienia|id zamowienia|numer faktury
                """),
            (0.85, "order|receipt|transaction|basket|bestellung|auftrag|rechnung|beleg|tid|transaction ref|order name|checkout id|заказ|注文番号|订单号"),
            (0.5, "document|reference|ref|bill|voucher|name")),
        [Role.Product] = Weigh(
            (1.0, """
                product id|product key|product code|product no|product number|sku|stock code|item id|item no|item code|item number|article|article no|article number|article id|product sku|variant sku|lineitem sku|upc|ean|gtin|asin|
                artikelnummer|artikelnr|artikel nr|artikel id|produktnummer|produkt id|codigo producto|id producto|codigo de producto|referencia|ref produit|id produit|code produit|code article|
                codice prodotto|id prodotto|codigo produto|id produto|artikelnummer|varenummer|
                stockcode|itemcode|productcode
                """),
            (0.85, "product|item|produkt|artikel|producto|produit|prodotto|produto|vare|товар|商品"),
            (0.6, "product name|item name|description|lineitem name|produktname|artikelname|artikelbezeichnung|bezeichnung|descripcion|designation|descrizione|descricao|title|product title")),
        [Role.Quantity] = Weigh(
            (1.0, """
                quantity|qty|order quantity|item quantity|units|units sold|pieces|pcs|number of items|number of units|number of cds|no of items|item count|items|lineitem quantity|order qty|num items|quantity ordered|quantity sold|
                menge|anzahl|stuckzahl|stuck|bestellmenge|cantidad|unidades|quantite|qte|nombre articles|quantita|quantidade|qtd|qtde|aantal|antal|antall|ilosc|mnozstvi|adet|maara|количество|数量|수량
                """),
            (0.7, "count|cds|volume|pezzi|unites")),
        [Role.Price] = Weigh(
            (1.0, """
                unit price|price per unit|unit cost price|item price|price each|selling price|sale price|product price|lineitem price|unitprice|price unit|net unit price|
                einzelpreis|stuckpreis|preis pro stuck|preis je einheit|verkaufspreis|precio unitario|precio por unidad|prix unitaire|prix unite|prezzo unitario|preco unitario|eenheidsprijs|stuksprijs|
                stykpris|a pris|enhetspris|cena jednostkowa|yksikkohinta
                """),
            (0.8, "price|preis|precio|prix|prezzo|preco|prijs|pris|cena|hinta|fiyat|цена|単価|单价|rate")),
        [Role.Currency] = Weigh(
            (1.0, "currency|currency code|ccy|curr|iso currency|currency iso|transaction currency|order currency|presentment currency|wahrung|waehrung|devise|moneda|divisa|valuta|moeda|monnaie|waluta|mena|para birimi|валюта|通貨|币种|货币")),
        [Role.Status] = Weigh(
            (1.0, "order status|financial status|payment status|order state|transaction status|bestellstatus|auftragsstatus|zahlungsstatus|estado pedido|estado del pedido|statut commande|stato ordine|status pedido|invoice status"),
            (0.9, "status|state of order|estado|statut|stato|situacao|tila|durum|статус|状态")),
        [Role.Type] = Weigh(
            (1.0, "transaction type|order type|record type|document type|return flag|is return|returned|is refund|refund flag|sale type|sales type|entry type|doc type|belegart|transaktionsart|vorgangsart|tipo transaccion|tipo documento|type transaction|tipo movimento|invoice type"),
            (0.6, "type|typ|tipo|art|kind|return|refund")),
        [Role.Time] = Weigh(
            (1.0, """
                time|order time|sale time|purchase time|transaction time|invoice time|time of day|time of sale|uhrzeit|zeit|bestellzeit|kaufzeit|verkaufszeit|hora|hora compra|hora venta|hora pedido|hora de compra|
                heure|heure commande|heure achat|heure vente|ora|ora ordine|ora vendita|orario|tijd|tijdstip|besteltijd|hora da compra|hora do pedido|tid|klockslag|kellonaika|godzina|cas|saat|время|時刻|时间|시간
                """)),
    };

    private static readonly Dictionary<Role, Dictionary<string, double>> Contradictions = new()
    {
        [Role.Customer] = Weaken(
            (0.15, "city|state|zip|postal|postcode|country|region|segment|type|age|gender|phone|address|street|birth|since|group|category|status|service|rating|score|comment|note|tier|lat|lng|longitude|latitude|prefix|income|order|product|count|orders"),
            (0.6, "name|first|last|shipping|billing|company"),
            (0.3, "seller|store|shop|employee|agent|sales|rep|vendor|supplier|merchant|manager|territory|payment|item|line|row|session|campaign|ip")),
        [Role.Date] = Weaken(
            (0.25, "ship|shipped|shipping|shipment|delivery|delivered|deliver|due|birth|dob|birthday|updated|update|modified|changed|stock|estimated|expiry|expires|expired|expiration|cancelled|canceled|refund|refunded|signup|registered|registration|joined|start|end|last|first|review|answer|limit|lieferdatum|versand|versanddatum|lieferung|geburtsdatum|fulfilled|return|returned|carrier|id|key|type|name"),
            (0.55, "approved|paid|payment|posting|processed|accepted|confirmed")),
        [Role.Amount] = Weaken(
            (0.1, "tax|taxes|vat|mwst|iva|tva|discount|rabatt|descuento|remise|cost|costs|profit|margin|tip|balance|freight|fee|fees|commission|refunded|refund|duties|weight|points|percent|pct|rate|credit|outstanding|shipping|versand|kosten|rep|person|channel|id|number|installments|orders|items|type|method|currency|date"),
            (0.5, "unit|list|per|each|item|einzel|unitario|unitaire|compare|average|avg|mean|msrp")),
        [Role.Order] = Weaken(
            (0.1, "date|time|timestamp|status|state|total|amount|value|quantity|qty|type|priority|line|item|items|row|approved|delivered|count|source|channel|customer|method|currency|price|purchase timestamp|discount|placed|datum|tax"),
            (0.4, "product|ship|tracking")),
        [Role.Product] = Weaken(
            (0.2, "category|subcategory|price|quantity|qty|count|type|weight|cost|date|brand|status|discount|margin|line|order|photos|length|height|width|fulfillment|requires|taxable|group|class|department|color|size|sub|total")),
        [Role.Quantity] = Weaken(
            (0.1, "price|value|amount|id|key|refund|refunded|discount|date|type|name|sku|available|stock|inventory|days"),
            (0.4, "return|returned|shipped|fulfilled|cancelled")),
        [Role.Price] = Weaken(
            (0.1, "total|quantity|qty|date|type|list id|currency|category|tier|range|interest|tax|exchange|discount|conversion|churn|fx"),
            (0.4, "cost|compare|list|msrp|purchase|standard")),
        [Role.Currency] = Weaken((0.2, "rate|value|amount|factor|exchange")),
        [Role.Time] = Weaken((0.3, "ship|shipped|shipping|delivery|delivered|due|updated|modified|paid|payment|approved|pickup|versand|lieferung")),
        [Role.Status] = Weaken((0.3, "fulfillment|marital|customer|member|subscription|shipping|delivery|date|time|employment|loyalty|review")),
        [Role.Type] = Weaken((0.15, "payment|customer|product|shipping|ship|card|account|item|user|device|store|date|delivery|contract|member|reason|order id|risk|amount|quantity")),
    };

    private static (string, double)[] Weigh(params (double Weight, string Phrases)[] groups)
    {
        var phrases = new List<(string, double)>();
        foreach ((double weight, string list) in groups)
        {
            foreach (string phrase in list.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                phrases.Add((phrase, weight));
            }
        }

        return [.. phrases];
    }

    private static Dictionary<string, double> Weaken(params (double Factor, string Words)[] groups)
    {
        var words = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach ((double factor, string list) in groups)
        {
            foreach (string word in list.Split('|'))
            {
                words.TryAdd(word, factor);
            }
        }

        return words;
    }
}
